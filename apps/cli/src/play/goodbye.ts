import { renderReport, renderEnd } from '@podlab/lab-runner';
import { exitCodeOf } from '../commands/ask.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Play } from './play-lab.ts';

/** The last words of a lab that is left: the verdict with its evidence, and what comes next. @returns its exit code */
export function sayGoodbye({ workspace, lab, running }: Play): ExitCode {
  const { say, style, columns, view } = workspace;
  const status = running.status(view);
  say('', ...renderReport(status.report, { title: status.title, style, columns, timeline: status.timeline }), '');
  if (status.report.verdict === 'passed') say(...renderEnd(lab, style, columns));
  else say(style.muted(`Go on where you are: pnpm lab ${lab.id}`));
  return exitCodeOf(status);
}
