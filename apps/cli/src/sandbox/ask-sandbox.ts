import type { CommandContext } from '../commands/context.ts';
import { liveLabs, openWorkspace } from '../commands/workspace.ts';
import { CliError } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { sendRequest } from '../session/control-client.ts';
import type { EndLine, SessionRequest } from '../session/protocol.ts';
import type { LockHolder } from '../state/lock.ts';
import { liveSandboxes } from './live-sandboxes.ts';

/** Whether a sandbox is meant, though nobody said so: one runs, and no lab is played. */
export async function onlySandboxRuns(context: CommandContext): Promise<boolean> {
  const { host } = context;
  if (host.env.PODLAB_LAB !== undefined) return false;
  const workspace = openWorkspace(context);
  const labs = await liveLabs(workspace, host.nowMs());
  return labs.length === 0 && liveSandboxes(workspace.paths, host.nowMs()).length > 0;
}

/**
 * Has a sandbox do something, and says so.
 * @param pid of the process that runs it; undefined: the only one
 * @throws CliError when none runs, or several
 */
export async function askSandbox(
  context: CommandContext,
  { request, pid, said }: { readonly request: SessionRequest; readonly pid: number | undefined; readonly said: string },
): Promise<ExitCode> {
  const workspace = openWorkspace(context);
  const holder = findSandbox(liveSandboxes(workspace.paths, context.host.nowMs()), pid);
  const { view, style } = workspace;
  const done = await sendRequest<EndLine>(holder, request, { view, signal: context.signal });
  context.signal.throwIfAborted();
  if (!done) throw new CliError('NOT_RUNNING', 'The sandbox has ended.', { next: 'Start another one: lab sandbox' });
  const { command: _, ...asked } = request;
  workspace.json({ sandbox: holder.pid, ...asked });
  workspace.say(style.violet(`▸▸ ${said}`));
  return exitCodes.passed;
}

function findSandbox(live: readonly LockHolder[], pid: number | undefined): LockHolder {
  const wanted = pid === undefined ? live : live.filter((holder) => holder.pid === pid);
  const [only] = wanted;
  if (only && wanted.length === 1) return only;
  const pids = live.map((holder) => holder.pid).join(', ');
  if (live.length === 0) {
    throw new CliError('NOT_RUNNING', 'No sandbox runs.', { next: 'Start one, in another terminal: lab sandbox' });
  }
  if (pid === undefined) {
    throw new CliError('USAGE', 'Several sandboxes run.', { next: `Name one: --sandbox with one of ${pids}` });
  }
  throw new CliError('USAGE', `Process ${pid} runs no sandbox.`, { next: `These do: ${pids}` });
}
