import type { Coroutine } from '../process/process.ts';
import { ShellExit, type Step } from './control.ts';
import type { Action, Shell } from './shell.ts';
import { runTrapText } from './traps.ts';

/** A command whose failure ends the shell under `set -e`. */
export function checked(action: Action): Action {
  return (shell) => {
    const step = action(shell);
    return typeof step === 'number' ? check(shell, step) : checkLater(shell, step);
  };
}

function* checkLater(shell: Shell, step: Coroutine<number>): Coroutine<number> {
  const checkedStep = check(shell, yield* step);
  return typeof checkedStep === 'number' ? checkedStep : yield* checkedStep;
}

function check(shell: Shell, status: number): Step<number> {
  if (status === 0 || shell.tested > 0) return status;
  if (shell.traps.has('ERR')) return failed(shell, status);
  if (shell.options.has('e')) throw new ShellExit(status);
  return status;
}

/** After a failure that nothing tests: the ERR trap, then the end of the shell under `set -e`. */
function* failed(shell: Shell, status: number): Coroutine<number> {
  const text = shell.traps.get('ERR');
  shell.status = status;
  if (text && !shell.inErrorTrap) {
    shell.inErrorTrap = true;
    try {
      yield* runTrapText(shell, text);
    } finally {
      shell.inErrorTrap = false;
    }
  }
  if (shell.options.has('e')) throw new ShellExit(status);
  return status;
}
