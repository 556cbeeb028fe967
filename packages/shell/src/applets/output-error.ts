import { OutputError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';

const names = (text: string) => new Set(text.split(' '));

/** They write without looking whether it worked. */
const careless = names(
  'awk date df factor find free grep egrep fgrep hexdump hostname ls md5sum sha1sum sha256sum sha512sum sha3sum mktemp mount nproc od ps sed stat tee uptime which xxd',
);
/** They fail without a word, with this status. */
const silent: Readonly<Record<string, number>> = { dirname: 255, seq: 255, whoami: 255, basename: 1, diff: 1, cmp: 1 };
/** Those that say no more than that they could not write. */
const copying = names('cat echo less more tac tail tr gzip gunzip zcat tar cp');

/**
 * Ends an applet that could not write to standard output (which is full, or closed), as each of them does.
 * @returns its status
 * @see recordings of busybox 1.37 with `>/dev/full` and `>&-`
 */
export function* outputFailed(context: ProcessContext, { message }: OutputError): Coroutine<number> {
  const { command } = context.process;
  if (careless.has(command)) return 0;
  const status = silent[command];
  if (status !== undefined) return status;
  const what = copying.has(command)
    ? 'write error'
    : command === 'bc'
      ? 'output error'
      : command === 'yes'
        ? ''
        : 'standard output';
  yield* context.write(2, `${command}: ${what}: ${message}\n`);
  return command === 'sort' || command === 'expr' ? 2 : 1;
}
