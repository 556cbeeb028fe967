import type { Lab } from '@podlab/lab-format';
import type { History } from '../history/history.ts';
import { isCurrentStepPassed, type Judging, judgeLab } from './judge.ts';
import type { LabReport } from './verdict.ts';

/** Starts the first step, if none has begun: its baseline is the state as it is known now. */
export function startFirstStep({ lab, history, nowMs }: Judging): void {
  const [first] = lab.steps;
  if (!first || history.steps.length > 0) return;
  history.append({ type: 'step', step: first.id, observedAtMs: nowMs });
}

/**
 * Judges, and when the current step has all it takes, passes it and starts the next one, with its own baseline.
 * @returns the report, and whether a step was passed (then the lab is to be judged again)
 */
export function judgeAndAdvance(judging: Judging): { readonly report: LabReport; readonly advanced: boolean } {
  const report = judgeLab(judging);
  if (!isCurrentStepPassed(report)) return { report, advanced: false };
  passStep(report, judging.lab, judging.history, judging.nowMs);
  return { report, advanced: true };
}

function passStep(report: LabReport, lab: Lab, history: History, observedAtMs: number): void {
  const passed = report.steps.find((step) => step.state === 'current');
  if (!passed) return;
  const found = Object.fromEntries(passed.checks.map((check) => [check.id, check.found]));
  history.append({ type: 'stepPassed', step: passed.id, found, observedAtMs });
  const next = lab.steps[lab.steps.findIndex((step) => step.id === passed.id) + 1];
  if (next) history.append({ type: 'step', step: next.id, observedAtMs });
}
