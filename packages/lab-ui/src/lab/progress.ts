import type { LabReport } from '@podlab/grader';
import type { LabText } from './lab-text.ts';

/** What was passed of a lab, on any run of it. Kept as `podlab:v1:progress:LAB`. */
export interface LabProgress {
  readonly version: number;
  /** Ids of the steps that were passed. */
  readonly steps: readonly string[];
  readonly passed: boolean;
}

/**
 * Adds what a report shows to what was passed before. A run in which a solution was shown adds nothing; a new version
 * of the lab begins anew.
 */
export function addProgress(
  before: LabProgress | undefined,
  { lab, report, solved }: { readonly lab: LabText; readonly report: LabReport; readonly solved: boolean },
): LabProgress {
  const kept = before?.version === lab.version ? before : { version: lab.version, steps: [], passed: false };
  if (solved) return kept;
  const now = report.steps.filter(({ state }) => state === 'passed').map(({ id }) => id);
  const steps = lab.steps.map(({ id }) => id).filter((id) => kept.steps.includes(id) || now.includes(id));
  return { version: lab.version, steps, passed: kept.passed || report.verdict === 'passed' };
}
