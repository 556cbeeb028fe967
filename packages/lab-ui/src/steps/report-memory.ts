import type { CheckResult, LabReport } from '@podlab/grader';

/** What a page remembers of the reports so far. */
export interface ReportMemory {
  readonly report: LabReport | undefined;
  /** Ids of checks and guards that were passed in the step that is current. */
  readonly passed: ReadonlySet<string>;
}

export const noReport: ReportMemory = { report: undefined, passed: new Set() };

/**
 * Takes the next report in.
 * @returns what to remember, and the sentences to tell: of what has changed, and nothing else
 */
export function followReport(
  memory: ReportMemory,
  report: LabReport,
): { readonly memory: ReportMemory; readonly sentences: readonly string[] } {
  const before = memory.report;
  const checks = countedChecks(report);
  const stepChanged = before !== undefined && currentStep(before)?.id !== currentStep(report)?.id;
  const passed = new Set(
    stepChanged ? report.guards.filter((guard) => memory.passed.has(guard.id)).map(({ id }) => id) : memory.passed,
  );
  for (const check of checks) if (check.verdict === 'passed') passed.add(check.id);
  const next = { report, passed };
  if (!before) return { memory: next, sentences: [] };
  const known = new Map(countedChecks(before).map((check) => [check.id, check]));
  const changes = checks.flatMap((check) => sayChange(known.get(check.id), check, memory.passed.has(check.id)));
  // The marks of Markdown's code are for the eye.
  const sentences = [...sayStep(before, report), ...changes].map((sentence) => sentence.replaceAll('`', ''));
  return { memory: next, sentences };
}

/** The guards and the checks of the current step: what decides whether it is passed. */
export function countedChecks(report: LabReport): readonly CheckResult[] {
  return [...report.guards, ...(currentStep(report)?.checks ?? [])];
}

export function currentStep(report: LabReport | undefined) {
  return report?.steps.find(({ state }) => state === 'current');
}

function sayStep(before: LabReport, after: LabReport): string[] {
  return after.steps.flatMap((step, index) => {
    const was = before.steps[index]?.state;
    if (step.state === 'passed' && was !== 'passed') {
      const next = after.steps[index + 1];
      const onward = next ? `Step ${index + 2}: ${next.title}.` : 'The lab is passed.';
      return [`Step ${index + 1}, ${step.title}: passed. ${onward}`];
    }
    if (step.state !== 'passed' && was === 'passed') return [`Step ${index + 1}, ${step.title}: begun again.`];
    return [];
  });
}

function sayChange(before: CheckResult | undefined, after: CheckResult, wasPassed: boolean): string[] {
  if (!before) return [];
  if (after.verdict !== before.verdict) {
    if (after.verdict === 'passed') return [`Passed: ${after.title}.`];
    if (after.verdict === 'inconclusive') return [`Inconclusive: ${after.title}. ${after.found}`];
    return [
      wasPassed ? `Was done, now broken: ${after.title}. ${after.found}` : `Not yet: ${after.title}. ${after.found}`,
    ];
  }
  const isNews = after.verdict !== 'passed' && withoutNumbers(after.found) !== withoutNumbers(before.found);
  return isNews ? [`${after.title}: ${after.found}`] : [];
}

/** Seconds that something has held are no news. */
function withoutNumbers(text: string): string {
  return text.replaceAll(/\d+(?:\.\d+)?/g, '#');
}
