import { parseTime } from '@podlab/apimachinery';
import { hasLimitPerIndex, type JobObservation } from './observe-job.ts';
import { isFailed, isIndexed } from './job-pods.ts';
import { judgeFailure } from './pod-failure-policy.ts';
import { findSatisfiedRule } from './success-policy.ts';

/** How a Job ends. */
export interface JobOutcome {
  readonly succeeds: boolean;
  readonly reason: string;
  readonly message: string;
}

/**
 * Whether the end of a Job is decided: what was decided before stands; then come failures, then the success policy.
 * That all completions are reached is decided after Pods have been seen to (`isComplete`).
 * @see pkg/controller/job/job_controller.go syncJob
 */
export function decideOutcome(observation: JobObservation): JobOutcome | undefined {
  const { job } = observation;
  return (
    decidedBefore(observation) ??
    failedByPolicy(observation) ??
    pastLimits(observation) ??
    (hasLimitPerIndex(job) ? failedIndexes(observation) : undefined) ??
    (isIndexed(job) ? succeededByPolicy(observation) : undefined)
  );
}

/** Whether all that the Job asks for is done. @param active Pods still running */
export function isComplete({ job, succeeded }: JobObservation, active: number): boolean {
  const { completions } = job.spec ?? {};
  return active === 0 && (completions === undefined ? succeeded > 0 : succeeded >= completions);
}

/** The end of a Job that has all its completions. */
export const completionsReached: JobOutcome = {
  succeeds: true,
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

/**
 * Milliseconds until `activeDeadlineSeconds` are over; undefined when the Job has no deadline, is suspended, or has not
 * started.
 */
export function untilDeadlineMs({ job, nowMs }: JobObservation): number | undefined {
  const { activeDeadlineSeconds, suspend } = job.spec ?? {};
  const startedMs = parseTime(job.status?.startTime);
  if (activeDeadlineSeconds === undefined || suspend || startedMs === undefined) return undefined;
  return startedMs + activeDeadlineSeconds * 1000 - nowMs;
}

function decidedBefore({ job }: JobObservation): JobOutcome | undefined {
  const isTrue = (type: string) =>
    job.status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
  const criteriaMet = isTrue('SuccessCriteriaMet');
  const decided = criteriaMet ?? isTrue('FailureTarget');
  if (!decided) return undefined;
  return { succeeds: decided === criteriaMet, reason: decided.reason ?? '', message: decided.message ?? '' };
}

function failedByPolicy({ job, pods }: JobObservation): JobOutcome | undefined {
  if (!job.spec?.podFailurePolicy) return undefined;
  for (const pod of pods) {
    const message = isFailed(pod, job) ? judgeFailure(job.spec.podFailurePolicy, pod).failJobMessage : undefined;
    if (message !== undefined) return { succeeds: false, reason: 'PodFailurePolicy', message };
  }
  return undefined;
}

function pastLimits(observation: JobObservation): JobOutcome | undefined {
  const { job, failed } = observation;
  if (failed > (job.spec?.backoffLimit ?? 6) || restartedTooOften(observation)) {
    const message = 'Job has reached the specified backoff limit';
    return { succeeds: false, reason: 'BackoffLimitExceeded', message };
  }
  if ((untilDeadlineMs(observation) ?? 1) <= 0) {
    const message = 'Job was active longer than specified deadline';
    return { succeeds: false, reason: 'DeadlineExceeded', message };
  }
  return undefined;
}

/** Under OnFailure containers restart in place, and their restarts count: reaching the limit is enough. */
function restartedTooOften({ job, pods }: JobObservation): boolean {
  if (job.spec?.template.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const { restartCount } of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) {
      restarts += restartCount;
    }
  }
  return restarts >= Math.max(1, job.spec.backoffLimit ?? 6);
}

function failedIndexes({ job, failedIndexes: failed, succeededIndexes }: JobObservation): JobOutcome | undefined {
  const { maxFailedIndexes, completions = 0 } = job.spec ?? {};
  if (maxFailedIndexes !== undefined && failed.size > maxFailedIndexes) {
    const message = 'Job has exceeded the specified maximal number of failed indexes';
    return { succeeds: false, reason: 'MaxFailedIndexesExceeded', message };
  }
  if (failed.size > 0 && failed.size + succeededIndexes.size >= completions) {
    return { succeeds: false, reason: 'FailedIndexes', message: 'Job has failed indexes' };
  }
  return undefined;
}

function succeededByPolicy({ job, succeededIndexes }: JobObservation): JobOutcome | undefined {
  const { successPolicy, completions = 0 } = job.spec ?? {};
  const rule = findSatisfiedRule(successPolicy, completions, succeededIndexes);
  if (rule === undefined) return undefined;
  return { succeeds: true, reason: 'SuccessPolicy', message: `Matched rules at index ${rule}` };
}
