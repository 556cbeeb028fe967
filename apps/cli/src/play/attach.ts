import { renderReport } from '@podlab/lab-runner';
import type { Lab } from '@podlab/lab-format';
import { exitCodeOf, statusJson } from '../commands/ask.ts';
import type { CommandContext } from '../commands/context.ts';
import type { Workspace } from '../commands/workspace.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { sendRequest } from '../session/control-client.ts';
import type { LabStatus } from '../session/protocol.ts';
import type { LockHolder } from '../state/lock.ts';
import { reportDigest } from '../text/report-digest.ts';

/**
 * Shows how a lab stands that another process plays, whenever that changes, until it ends or Ctrl-C. In a pipe: once.
 * @returns the exit code of the last verdict
 */
export async function attachToLab(
  context: CommandContext,
  workspace: Workspace,
  lab: Lab,
  holder: LockHolder,
): Promise<ExitCode> {
  const { host, signal } = context;
  const { say, json, style, columns } = workspace;
  const live = host.stdout.isTTY && !workspace.options.json;
  say(
    style.muted(
      `${lab.id} is being played by process ${holder.pid} since ${holder.lockedTime}. This shows how it stands.`,
    ),
    '',
  );
  const detached = new AbortController();
  let last: LabStatus | undefined;
  let shown = '';
  await sendRequest(
    holder,
    { command: 'attach' },
    {
      view: workspace.view,
      signal: AbortSignal.any([signal, detached.signal]),
      onUpdate: (line) => {
        if (!('status' in line)) return;
        last = line.status;
        const { report, title, timeline } = line.status;
        const lines = renderReport(report, { title, style, columns, timeline });
        const now = reportDigest(report);
        if (now === shown) return;
        shown = now;
        json(statusJson(line.status));
        say(...lines, '');
        if (!live) detached.abort();
      },
    },
  );
  if (signal.aborted) say(style.muted('The lab goes on in its own terminal.'));
  signal.throwIfAborted();
  return last ? exitCodeOf(last) : exitCodes.unavailable;
}
