import { formatTime } from '@podlab/apimachinery';
import type { JobCondition, JobStatus } from 'kubernetes-types/batch/v1';
import type { JobOutcome } from './decide-outcome.ts';

/** The status with its fields in the order of the API type, zero counts left out where the API leaves them out. */
export function tidyStatus(status: JobStatus): JobStatus {
  const { conditions, startTime, completionTime, active, succeeded, failed, terminating } = status;
  return {
    ...(conditions && conditions.length > 0 ? { conditions } : {}),
    ...(startTime ? { startTime } : {}),
    ...(completionTime ? { completionTime } : {}),
    ...(active ? { active } : {}),
    ...(succeeded ? { succeeded } : {}),
    ...(failed ? { failed } : {}),
    terminating: terminating ?? 0,
    ...(status.completedIndexes ? { completedIndexes: status.completedIndexes } : {}),
    ...(status.failedIndexes === undefined ? {} : { failedIndexes: status.failedIndexes }),
    uncountedTerminatedPods: status.uncountedTerminatedPods ?? {},
    ready: status.ready ?? 0,
  };
}

/** The condition that says that the end is decided, before all Pods are gone. */
export function withDecision(
  conditions: readonly JobCondition[] | undefined,
  outcome: JobOutcome,
  nowMs: number,
): JobCondition[] {
  return withCondition(
    conditions,
    newCondition(outcome.succeeds ? 'SuccessCriteriaMet' : 'FailureTarget', outcome, nowMs),
  );
}

/** The condition that says that the Job has ended. */
export function withEnd(
  conditions: readonly JobCondition[] | undefined,
  outcome: JobOutcome,
  nowMs: number,
): JobCondition[] {
  return withCondition(conditions, newCondition(outcome.succeeds ? 'Complete' : 'Failed', outcome, nowMs));
}

/** The conditions with Suspended as the Job is now: it says nothing until the Job has been suspended once. */
export function withSuspension(
  conditions: readonly JobCondition[] | undefined,
  isSuspended: boolean,
  nowMs: number,
): readonly JobCondition[] | undefined {
  const known = conditions?.find(({ type }) => type === 'Suspended');
  if (isSuspended ? known?.status === 'True' : known?.status !== 'True') return conditions;
  const said = isSuspended
    ? { reason: 'JobSuspended', message: 'Job suspended' }
    : { reason: 'JobResumed', message: 'Job resumed' };
  const condition = { ...newCondition('Suspended', said, nowMs), status: isSuspended ? 'True' : 'False' };
  return withCondition(conditions, condition);
}

function newCondition(type: string, { reason, message }: Pick<JobOutcome, 'reason' | 'message'>, nowMs: number) {
  const now = formatTime(nowMs);
  return { type, status: 'True', lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** In the place of the one of the same type, unless that says the same already. */
function withCondition(conditions: readonly JobCondition[] = [], condition: JobCondition): JobCondition[] {
  const at = conditions.findIndex(({ type }) => type === condition.type);
  const known = conditions[at];
  if (!known) return [...conditions, condition];
  const isSame =
    known.status === condition.status && known.reason === condition.reason && known.message === condition.message;
  return isSame ? [...conditions] : conditions.with(at, condition);
}
