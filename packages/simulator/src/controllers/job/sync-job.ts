import { formatTime } from '@podlab/apimachinery';
import type { JobStatus } from 'kubernetes-types/batch/v1';
import { completionsReached, decideOutcome, isComplete, untilDeadlineMs } from './decide-outcome.ts';
import type { JobContext } from './job-context.ts';
import type { Job } from './job-pods.ts';
import { withDecision, withSuspension } from './job-status.ts';
import { countPods, endPods, managePods, type ManagedPods } from './manage-pods.ts';
import type { JobObservation } from './observe-job.ts';
import { writeStatus } from './write-status.ts';

/**
 * Brings an unfinished Job nearer to its end: deletes what runs when the end is decided, else sees to its Pods, and writes
 * down what there is.
 * @returns milliseconds after which to look again, if ever, and why Pods could not be created or deleted
 * @see pkg/controller/job/job_controller.go syncJob
 */
export function syncJob(
  context: JobContext,
  observation: JobObservation,
): { readonly requeueAfterMs?: number; readonly error?: Error } {
  const decided = decideOutcome(observation);
  const { job } = observation;
  const isGoing = job.metadata.deletionTimestamp !== undefined;
  const pods = decided
    ? endPods(context, observation)
    : isGoing
      ? countPods(observation)
      : managePods(context, observation);
  const completed = !decided && isComplete(observation, pods.active) ? completionsReached : undefined;
  const outcome = pods.error && decided ? undefined : (decided ?? completed);
  const base = outcome
    ? { ...job.status, conditions: withDecision(job.status?.conditions, outcome, context.nowMs) }
    : decided || isGoing
      ? (job.status ?? {})
      : suspensionStatus(context, job);
  writeStatus(context, observation, { base, pods, outcome });
  return {
    ...nextLook(pods, outcome ? undefined : untilDeadlineMs(observation)),
    ...(pods.error ? { error: pods.error } : {}),
  };
}

/** A Job starts when it is first seen not suspended. @returns the Job with its start in the status */
export function startedJob(job: Job, nowMs: number): Job {
  if (job.status?.startTime || job.spec?.suspend) return job;
  return { ...job, status: { ...job.status, startTime: formatTime(nowMs) } };
}

/** A Job that is suspended loses its start, one that goes on gets a new one: deadlines count from there. */
function suspensionStatus({ events, nowMs }: JobContext, job: Job): JobStatus {
  const isSuspended = job.spec?.suspend ?? false;
  const conditions = withSuspension(job.status?.conditions, isSuspended, nowMs);
  if (conditions === job.status?.conditions) return job.status ?? {};
  const [reason, message] = isSuspended ? ['Suspended', 'Job suspended'] : ['Resumed', 'Job resumed'];
  events.event(job, { type: 'Normal', reason, message });
  const { startTime: _startTime, ...rest } = job.status ?? {};
  return { ...rest, conditions: [...(conditions ?? [])], ...(isSuspended ? {} : { startTime: formatTime(nowMs) }) };
}

function nextLook({ waitMs }: ManagedPods, deadlineMs: number | undefined): { readonly requeueAfterMs?: number } {
  const waits = [waitMs, deadlineMs].filter((ms) => ms !== undefined);
  return waits.length > 0 ? { requeueAfterMs: Math.min(...waits) } : {};
}
