import type { Script } from 'unbash';
import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { ShellError, ShellExit } from './control.ts';
import type { Action, Shell } from './shell.ts';
import { finishShell } from './finish.ts';

/**
 * Runs a part of a script in a process of its own, with a copy of the shell's state as it is at the call (that of the
 * fork), however late the process gets its turn.
 * @param prepare what the process does before anything else, such as moving descriptors
 * @param lists what of its parent's it can list: see `listingOf`
 * @param goesOn whether `set -e` does not hold in it, as in ash's command substitutions
 */
export function runSubshell(
  shell: Shell,
  child: ProcessContext,
  action: Action,
  {
    prepare,
    lists,
    goesOn = false,
  }: { readonly prepare?: () => void; readonly lists?: Listing | undefined; readonly goesOn?: boolean } = {},
): Coroutine<number> {
  const copy = shell.copy(child);
  if (goesOn) copy.options.delete('e');
  if (lists === 'jobs') copy.jobs.copyFrom(shell.jobs);
  if (lists === 'trap') copy.listedTraps = [...shell.traps];
  return (function* () {
    copy.restoreQuit(child);
    prepare?.();
    return yield* runToEnd(copy, action);
  })();
}

type Listing = 'jobs' | 'trap';

/**
 * What a process that runs one command may list of its parent's: its jobs when the command is `jobs`, its traps when
 * it is `trap` without arguments, so that `$(trap)` tells them.
 */
export function listingOf(node: Script['commands'][number]['command'] | undefined): Listing | undefined {
  if (node?.type !== 'Command') return undefined;
  if (node.name?.text === 'jobs') return 'jobs';
  return node.name?.text === 'trap' && node.suffix.length === 0 ? 'trap' : undefined;
}

/** Runs an action as the whole rest of a shell process: `exit` ends it, errors are printed, the EXIT trap runs. */
export function* runToEnd(shell: Shell, action: Action): Coroutine<number> {
  try {
    const step = action(shell);
    shell.status = typeof step === 'number' ? step : yield* step;
  } catch (error) {
    if (error instanceof ShellExit) shell.status = error.status;
    else if (error instanceof ShellError) {
      yield* shell.tell(error);
      shell.status = error.status;
    } else if (error instanceof SystemError && error.code === 'EAGAIN') {
      yield* shell.context.write(2, `${shell.errorStart()}can't fork: ${error.message}\n`);
      shell.status = 2;
    } else if (!shell.endsByControl(error)) throw error;
  }
  return yield* finishShell(shell);
}
