import type { ByteString } from '../files/bytes.ts';
import type { Coroutine } from '../process/process.ts';
import { compileSource } from './compile.ts';
import { Interrupted } from './control.ts';
import type { Shell } from './shell.ts';

/**
 * Runs the handlers of the signals that have come, as the shell does between two commands. `$?` is kept. Without a
 * handler, ^C ends what an interactive shell runs: throws `Interrupted`.
 */
export function* runPendingTraps(shell: Shell): Coroutine<void> {
  for (;;) {
    const signal = shell.context.takeSignal();
    if (!signal) return;
    const text = shell.traps.get(signal);
    if (text) yield* runTrapText(shell, text);
    else if (signal === 'INT' && text === undefined && shell.options.has('i')) throw new Interrupted();
  }
}

/** Runs the text of a trap. */
export function* runTrapText(shell: Shell, text: ByteString): Coroutine<void> {
  const { status, lineShift, line, trapStatus } = shell;
  shell.lineShift = 1 - line;
  shell.trapStatus = status;
  try {
    const step = compileSource(text)(shell);
    if (typeof step !== 'number') yield* step;
  } finally {
    shell.lineShift = lineShift;
    shell.line = line;
    shell.trapStatus = trapStatus;
  }
  shell.status = status;
}
