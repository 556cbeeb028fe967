import type { Coroutine } from '../process/process.ts';
import { compileSource } from './compile.ts';
import { parseScript } from './parse.ts';
import type { Shell } from './shell.ts';
import { runToEnd } from './subshell.ts';

/**
 * Runs a script that comes on standard input: each command as soon as it is complete, read byte by byte so that the
 * commands can read what follows them.
 */
export function* runStandardInput(shell: Shell): Coroutine<number> {
  return yield* runToEnd(shell, commandsFromInput);
}

function* commandsFromInput(shell: Shell): Coroutine<number> {
  let pending = '';
  for (;;) {
    const line = yield* readLine(shell);
    pending += line;
    const ended = !line.endsWith('\n');
    if (!ended && parseScript(pending).incomplete) continue;
    if (!ended && pending.endsWith('\\\n')) continue;
    if (pending.trim() !== '') {
      const step = compileSource(pending)(shell);
      shell.status = typeof step === 'number' ? step : yield* step;
    }
    pending = '';
    if (ended) return shell.status;
    yield* shell.context.breathe();
  }
}

function* readLine(shell: Shell): Coroutine<string> {
  let line = '';
  while (!line.endsWith('\n')) {
    const bytes = yield* shell.uninterrupted(() => shell.context.read(0, 1));
    if (bytes.length === 0) return line;
    line += String.fromCharCode(bytes[0] ?? 0);
  }
  return line;
}
