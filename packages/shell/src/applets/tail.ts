import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { parseSmallCount, spellOutCount } from './head.ts';
import { parseOptions } from './options.ts';

/** How often `tail -f` looks, unless -s says otherwise. */
const followMs = 1000;

interface Followed {
  readonly file: string;
  fd: number | undefined;
}

/** The end of files: -n N, -n +N, -c N, -f, -F, -q, -v, -s SECONDS. */
export const tail = applet('tail', function* (context, args) {
  const options = yield* parseOptions(context, spellOutCount(args), 'n:c:fFqvs:');
  if (!options) return 1;
  const byBytes = options.has('c');
  const text = options.value(byBytes ? 'c' : 'n') ?? '10';
  const count = parseSmallCount(text.replace(/^\+/, ''));
  if (count === undefined) {
    yield* context.complain(`tail: invalid number '${text}'`);
    return 1;
  }
  const files = options.rest.length > 0 ? options.rest : ['-'];
  const readable = files.filter((file) => file === '-' || context.files.isAllowed(file, 'read'));
  const named = (readable.length > 1 && !options.has('q')) || options.has('v');
  let status = 0;
  const followed: Followed[] = [];
  for (const [index, file] of files.entries()) {
    const entry: Followed = { file, fd: undefined };
    followed.push(entry);
    try {
      entry.fd = file === '-' ? 0 : context.files.open(file);
      if (named) yield* context.write(1, `${index > 0 ? '\n' : ''}==> ${file === '-' ? 'standard input' : file} <==\n`);
      yield* context.write(1, lastPart(yield* context.readAll(entry.fd), text.startsWith('+'), count, byBytes));
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error;
      const what = error.code === 'EISDIR' ? 'read error' : `can't open '${file}'`;
      yield* context.complain(`tail: ${what}: ${error.message}`);
      status = 1;
    }
  }
  if (!options.has('f') && !options.has('F')) {
    if (status && followed.every(({ fd }) => fd === undefined)) yield* context.complain('tail: no files');
    return status;
  }
  if (!options.has('F') && followed.every(({ fd }) => fd === undefined)) {
    yield* context.complain('tail: no files');
    return status;
  }
  const waitMs = Number(options.value('s') ?? followMs / 1000) * 1000;
  for (;;) {
    yield* context.sleep(waitMs);
    for (const entry of followed) yield* follow(context, entry, options.has('F'));
  }
});

function lastPart(text: string, fromStart: boolean, count: number, byBytes: boolean): string {
  if (byBytes) return fromStart ? text.slice(Math.max(0, count - 1)) : text.slice(Math.max(0, text.length - count));
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return (fromStart ? lines.slice(Math.max(0, count - 1)) : lines.slice(Math.max(0, lines.length - count))).join('');
}

function* follow(context: ProcessContext, entry: Followed, byName: boolean): Coroutine<void> {
  const { descriptors } = context.process;
  const open = entry.fd === undefined ? undefined : descriptors.get(entry.fd);
  if (byName && entry.file !== '-') {
    const now = context.files.find(entry.file);
    if (now && now !== open?.inode) {
      const what = open ? 'has been replaced' : 'has appeared';
      yield* context.complain(`tail: ${entry.file} ${what}; following end of new file`);
      if (entry.fd !== undefined) descriptors.close(entry.fd);
      entry.fd = context.files.open(entry.file);
    }
  }
  if (entry.fd === undefined) return;
  const file = descriptors.get(entry.fd);
  if (file.inode?.kind === 'file' && file.seek && file.seek(0, 'current') > file.inode.size) file.seek(0, 'start');
  const text = yield* context.readAll(entry.fd);
  if (text !== '') yield* context.write(1, text);
}
