import type { LabReport } from '@podlab/grader';
import type { Lab } from '@podlab/lab-format';
import { renderMarkdown } from './markdown.ts';
import { renderCheck } from './report-text.ts';
import type { Style } from './style.ts';

/** What to do now: the text of the current step and what is still open; at the end, the debrief. */
export function renderNext(lab: Lab, report: LabReport, style: Style, columns: number): string[] {
  const current = report.steps.findIndex(({ state }) => state === 'current');
  const step = lab.steps[current];
  if (!step) return renderEnd(lab, style, columns);
  const broken = report.guards.filter(({ verdict }) => verdict !== 'passed');
  const open = [...(report.steps[current]?.checks ?? []), ...broken].filter(
    ({ question, verdict }) => question && verdict !== 'passed',
  );
  const options = { title: '', style, columns, timeline: [] };
  return [
    style.strong(`Step ${current + 1} of ${lab.steps.length}: ${step.title}`),
    '',
    ...renderMarkdown(step.text, style, columns),
    ...(open.length > 0 ? ['', ...open.flatMap((check) => renderCheck(check, options))] : []),
  ];
}

/** What is true, and what to try now that the lab is passed. */
export function renderEnd(lab: Lab, style: Style, columns: number): string[] {
  return [
    style.pea(`✓ ${lab.title}: passed`),
    '',
    ...renderMarkdown(lab.debrief, style, columns),
    ...(lab.freePlay.length > 0
      ? ['', style.strong('Try next'), ...lab.freePlay.flatMap((item) => renderMarkdown(`- ${item}`, style, columns))]
      : []),
  ];
}

/** What the lab is about, and how to work on it from here or from anywhere. */
export function renderIntro(lab: Lab, style: Style, columns: number): string[] {
  return [style.strong(lab.title), '', ...renderMarkdown(lab.goal, style, columns)];
}
