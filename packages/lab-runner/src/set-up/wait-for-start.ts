import { type History, testCondition } from '@podlab/grader';
import type { Clock } from '@podlab/apimachinery';
import { findKind, type Condition, type Lab } from '@podlab/lab-format';
import { LabRunnerError } from '../lab-runner-error.ts';

interface StartOptions {
  readonly lab: Lab;
  readonly history: History;
  readonly clock: Clock;
  readonly onProgress: (text: string) => void;
  readonly signal: AbortSignal;
}

const pollMs = 100;

/**
 * Waits until the record shows that the lab can begin: every condition of `start.until` holds.
 * @throws LabRunnerError `SET_UP_TIMED_OUT`, with what does not hold
 */
export async function waitForStart({ lab, history, clock, onProgress, signal }: StartOptions): Promise<void> {
  const deadlineMs = clock.nowMs() + lab.start.timeoutSeconds * 1000;
  let told = '';
  for (;;) {
    const open = lab.start.until.filter((condition) => !holdsNow(condition, history));
    if (open.length === 0) return;
    const text = open.map((condition) => describeStart(condition, history)).join('; ');
    if (text !== told) onProgress(text);
    told = text;
    if (clock.nowMs() >= deadlineMs) throw timedOut(lab, text);
    await clock.sleep(pollMs, { signal });
  }
}

/** Whether a condition holds for the objects as they are now. */
export function holdsNow(condition: Condition, history: History): boolean {
  return testCondition(condition, objectsOf(condition.kind, history), []).holds;
}

function objectsOf(kind: string, history: History) {
  return history.objectsAt(findKind(kind)?.resource ?? '');
}

/** Such as `2 of 3 Pods are ready to begin`. */
function describeStart(condition: Condition, history: History): string {
  const { objects, notHolding } = testCondition(condition, objectsOf(condition.kind, history), []);
  const wanted = typeof condition.quantity === 'object' ? condition.quantity.exactly : objects.length;
  return `${objects.length - notHolding.length} of ${wanted} ${condition.kind}s are as they must be`;
}

function timedOut(lab: Lab, text: string): LabRunnerError {
  return new LabRunnerError(
    'SET_UP_TIMED_OUT',
    `The lab could not begin within ${lab.start.timeoutSeconds} s: ${text}.`,
    {
      next: 'Look with `kubectl get pods` and `kubectl get events`, then begin again with `reset`.',
    },
  );
}
