import type { Coroutine } from '../process/process.ts';
import { ShellError, ShellExit } from './control.ts';
import type { Shell } from './shell.ts';
import { runTrapText } from './traps.ts';

/** Runs the EXIT trap. @returns the exit status of the shell */
export function* finishShell(shell: Shell): Coroutine<number> {
  const text = shell.traps.get('EXIT');
  if (text === undefined || text === '') return shell.status;
  shell.traps.delete('EXIT');
  try {
    yield* runTrapText(shell, text);
  } catch (error) {
    if (error instanceof ShellExit) return error.status;
    if (!(error instanceof ShellError)) throw error;
    yield* shell.tell(error);
  }
  return shell.status;
}
