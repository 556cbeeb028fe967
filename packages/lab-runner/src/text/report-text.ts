import type { CheckResult, LabReport, QuestionState, StepResult } from '@podlab/grader';
import { wrapText } from './markdown.ts';
import { glyphOf, type Style, verdictText } from './style.ts';

export interface ReportTextOptions {
  readonly title: string;
  readonly style: Style;
  readonly columns: number;
  /** Drawn by the grader: what became of each Pod. */
  readonly timeline: readonly string[];
}

/** The verdict with its evidence: every check of the steps so far, and what became of each Pod. */
export function renderReport(report: LabReport, options: ReportTextOptions): string[] {
  const { style, timeline } = options;
  const broken = report.guards.filter(({ verdict }) => verdict !== 'passed');
  return [
    `${style.strong(options.title)}  ${verdictText(report.verdict, style)}`,
    '',
    ...report.steps.flatMap((step, index) => renderStep(step, index, options)),
    ...(broken.length === 0 ? [] : ['', style.strong('What must stay so')]),
    ...broken.flatMap((check) => renderCheck(check, options)),
    ...(timeline.length === 0 ? [] : ['', ...timeline]),
  ];
}

function renderStep(step: StepResult, index: number, options: ReportTextOptions): string[] {
  const { style } = options;
  const title = `${index + 1}. ${step.title}`;
  if (step.state === 'ahead') return [style.muted(`· ${title}`)];
  if (step.state === 'passed') {
    const shown = step.checks.flatMap((check) => renderShown(check.question, options));
    return [`${glyphOf('passed', style)} ${title}`, ...shown];
  }
  const open = step.checks.some(({ verdict }) => verdict === 'notYet') ? 'notYet' : worst(step);
  return [
    `${glyphOf(open, style)} ${style.strong(title)}`,
    ...step.checks.flatMap((check) => renderCheck(check, options)),
  ];
}

function worst(step: StepResult) {
  return step.checks.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'passed';
}

/** One check: what must be so; and while it is not so, what is, what was expected, and a command to look with. */
export function renderCheck(check: CheckResult, options: ReportTextOptions): string[] {
  const { style, columns } = options;
  const head = `  ${glyphOf(check.verdict, style)} ${check.title}`;
  if (check.verdict === 'passed') return [head, ...renderShown(check.question, options)];
  const width = Math.min(columns, 96);
  const labelled = (label: string, text: string) => {
    const [first = '', ...rest] = wrapText(text, style, width, '             ');
    return [`    ${style.muted(label.padEnd(9))}${first.slice(13)}`, ...rest];
  };
  if (check.question) return [head, ...renderQuestion(check, check.question, options)];
  return [
    head,
    ...labelled('found', check.found),
    ...labelled('expected', check.expected),
    ...labelled('look', `\`${check.look}\``),
  ];
}

function renderQuestion(check: CheckResult, question: QuestionState, options: ReportTextOptions): string[] {
  const { style, columns } = options;
  const width = Math.min(columns, 96);
  const letter = (index: number) => String.fromCharCode(97 + index);
  const choices = (question.choices ?? []).map(({ id, text }, index) => {
    const yours = question.given === id ? style.muted('  ← your answer') : '';
    return `      ${style.code(letter(index))}) ${text}${yours}`;
  });
  return [
    ...wrapText(question.question, style, width, '    '),
    ...choices,
    ...(question.given === undefined ? [] : wrapText(check.found, style, width, '    ')),
    `    ${style.muted('type')} ${style.code(question.choices ? 'answer a' : 'answer …')}`,
  ];
}

function renderShown(question: QuestionState | undefined, { style, columns }: ReportTextOptions): string[] {
  if (!question?.shown) return [];
  const mark = question.right === undefined ? '' : question.right ? 'You were right. ' : 'It came out differently. ';
  return wrapText(`${mark}${question.shown}`, style, Math.min(columns, 96), '    ');
}

/** One line that says how a lab stands, for the row that stays in sight. */
export function statusLine(labId: string, report: LabReport, style: Style): string {
  const total = report.steps.length;
  const passed = report.steps.filter(({ state }) => state === 'passed').length;
  const bar = report.steps.map(({ state }) => (state === 'passed' ? style.pea('✓') : style.muted('·'))).join('');
  if (report.verdict === 'passed')
    return ` ${style.pea(`✓ ${labId}: passed`)}  ${bar}  ${style.muted('exit to leave')}`;
  const step = report.steps.find(({ state }) => state === 'current');
  const open = [...(step?.checks ?? []), ...report.guards].filter(({ verdict }) => verdict !== 'passed');
  const guard = report.guards.find(({ verdict }) => verdict === 'notYet');
  const shown = guard ?? open[0];
  const verdict = shown?.verdict ?? 'notYet';
  const what = guard ? guard.title : (step?.title ?? '');
  return ` ${glyphOf(verdict, style)} ${passed}/${total} ${bar} ${style.strong(what)}  ${style.muted('check · hint · next · reset · exit')}`;
}
