import type { Coroutine } from '../process/process.ts';
import { ShellExit, type Step } from './control.ts';
import type { Action, Shell } from './shell.ts';
import { runPendingTraps, runTrapText } from './traps.ts';

/** A command that may fail. After it: the handlers of signals that came meanwhile. */
export function afterwards(action: Action): Action {
  return (shell) => ended(shell, action(shell));
}

/** A command whose failure ends the shell under `set -e`. After it: as with `afterwards`. */
export function checked(action: Action): Action {
  return (shell) => {
    const step = action(shell);
    return typeof step === 'number' ? ended(shell, check(shell, step)) : checkLater(shell, step);
  };
}

function ended(shell: Shell, step: Step<number>): Step<number> {
  if (typeof step !== 'number') return withTraps(shell, step);
  shell.status = step;
  return shell.context.process.pending.size > 0 ? withTraps(shell, step) : step;
}

function* withTraps(shell: Shell, step: Step<number>): Coroutine<number> {
  const status = typeof step === 'number' ? step : yield* step;
  shell.status = status;
  if (shell.context.process.pending.size > 0) yield* runPendingTraps(shell);
  return status;
}

function* checkLater(shell: Shell, step: Coroutine<number>): Coroutine<number> {
  const checkedStep = check(shell, yield* step);
  const status = typeof checkedStep === 'number' ? checkedStep : yield* checkedStep;
  shell.status = status;
  if (shell.context.process.pending.size > 0) yield* runPendingTraps(shell);
  return status;
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
