import { renderReport } from '@podlab/lab-runner';
import type { Lab } from '@podlab/lab-format';
import { sendRequest } from '../session/control-client.ts';
import type { DoneLine, LabStatus, SessionRequest } from '../session/protocol.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { CliError } from '../errors.ts';
import type { CommandContext } from './context.ts';
import { findLiveLab, openWorkspace, type Workspace } from './workspace.ts';

/** What came of a request to the process that plays a lab. */
export interface Asked {
  readonly workspace: Workspace;
  readonly lab: Lab;
  readonly done: DoneLine;
}

/** Sends a request to the process that plays a lab; what it tells meanwhile is printed. @throws CliError */
export async function ask(context: CommandContext, name: string | undefined, request: SessionRequest): Promise<Asked> {
  const workspace = openWorkspace(context);
  const { lab, holder } = await findLiveLab(context, workspace, name);
  const done = await sendRequest(holder, request, {
    view: workspace.view,
    onUpdate: (line) => 'text' in line && workspace.say(workspace.style.muted(line.text)),
    signal: context.signal,
  });
  context.signal.throwIfAborted();
  if (done) return { workspace, lab, done };
  throw new CliError('NOT_RUNNING', `The process that played ${lab.id} has ended.`, {
    next: `Go on where you were: pnpm lab ${lab.id}`,
  });
}

/** Prints how a lab stands. @returns the exit code that says it */
export function printStatus({ workspace, done }: Pick<Asked, 'workspace' | 'done'>): ExitCode {
  const { say, json, style, columns } = workspace;
  const { report, title, timeline } = done.status;
  json(statusJson(done.status));
  say(...renderReport(report, { title, style, columns, timeline }));
  return exitCodeOf(done.status);
}

/** The exit code of a verdict. */
export function exitCodeOf(status: LabStatus): ExitCode {
  return exitCodes[status.report.verdict];
}

/** What `--json` prints of a lab. */
export function statusJson(status: LabStatus) {
  const { lab, engine, namespace, kubeconfig, report, timeline } = status;
  return { lab, engine, namespace, kubeconfig, verdict: report.verdict, report, timeline };
}
