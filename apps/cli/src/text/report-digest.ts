import type { LabReport } from '@podlab/grader';

/** What must change for a report to be worth printing again: not the seconds that something has held. */
export function reportDigest({ verdict, steps, guards }: LabReport): string {
  const checks = [...guards, ...steps.flatMap((step) => step.checks)];
  return JSON.stringify([
    verdict,
    steps.map(({ state }) => state),
    checks.map(({ id, verdict: one, found, question }) => [
      id,
      one,
      found.replaceAll(/\d+(\.\d+)?/g, '#'),
      question?.given,
      question?.right,
    ]),
  ]);
}
