import { textOf } from '../files/bytes.ts';
import type { Coroutine } from '../process/process.ts';
import { compileSource } from './compile.ts';
import { parseScript } from './parse.ts';
import type { Shell } from './shell.ts';
import { runToEnd } from './subshell.ts';

/** Bytes read at once. */
const blockSize = 1024;

/**
 * Runs a script that comes on standard input: each command as soon as it is complete. It is read in blocks, so commands
 * that read standard input get what comes after the block, as in ash.
 */
export function* runStandardInput(shell: Shell): Coroutine<number> {
  return yield* runToEnd(shell, commandsFromInput);
}

function* commandsFromInput(shell: Shell): Coroutine<number> {
  let unread = '';
  let pending = '';
  let linesBefore = 0;
  shell.lineShift = 0;
  for (;;) {
    const newline = unread.indexOf('\n');
    if (newline < 0) {
      const bytes = yield* shell.uninterrupted(() => shell.context.read(0, blockSize));
      unread += textOf(bytes);
      if (bytes.length > 0) continue;
    }
    const ended = newline < 0;
    pending += ended ? unread : unread.slice(0, newline + 1);
    unread = ended ? '' : unread.slice(newline + 1);
    if (!ended && (parseScript(pending).incomplete || pending.endsWith('\\\n'))) continue;
    if (pending.trim() !== '') {
      // Functions keep the lines that they were read from.
      const step = compileSource('\n'.repeat(linesBefore) + pending)(shell);
      shell.status = typeof step === 'number' ? step : yield* step;
    }
    linesBefore += pending.split('\n').length - 1;
    pending = '';
    if (ended) return shell.status;
    yield* shell.context.breathe();
  }
}
