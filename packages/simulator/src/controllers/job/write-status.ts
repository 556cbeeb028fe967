import { formatTime } from '@podlab/apimachinery';
import type { JobStatus } from 'kubernetes-types/batch/v1';
import { countReleased, noteEnds } from './count-ends.ts';
import type { JobOutcome } from './decide-outcome.ts';
import { fieldManager, type JobContext } from './job-context.ts';
import { isTracked, type Job } from './job-pods.ts';
import { tidyStatus, withEnd } from './job-status.ts';
import type { ManagedPods } from './manage-pods.ts';
import type { JobObservation } from './observe-job.ts';
import { releasePod } from './release-pod.ts';

/** What a Job's status is to say. */
export interface WantedStatus {
  /** With the conditions as they are to be. */
  readonly base: JobStatus;
  readonly pods: ManagedPods;
  /** How the Job ends, once it is decided and nothing keeps it. */
  readonly outcome: JobOutcome | undefined;
}

/**
 * First notes which Pods have ended, then lets them go, then counts them: a stop in between loses nothing. The Job has ended
 * when all are counted and none terminates any more.
 * @see pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers
 */
export function writeStatus(context: JobContext, observation: JobObservation, wanted: WantedStatus): void {
  const { api, nowMs } = context;
  const { active, ready, terminating } = wanted.pods;
  const { counters, release, isCut } = noteEnds(observation, wanted.outcome);
  const noted = tidyStatus({ ...wanted.base, ...counters, active, ready, terminating });
  const written = api.updateStatus('jobs', { ...observation.job, status: noted }, { fieldManager });
  for (const pod of release) releasePod(api, pod);
  const released = new Set(release.map(({ metadata }) => metadata.uid));
  const left = observation.pods.filter((pod) => isTracked(pod) && !released.has(pod.metadata.uid));
  const counted = { ...noted, ...countReleased(noted, new Set(left.map(({ metadata }) => metadata.uid))) };
  const { succeeded, failed } = counted.uncountedTerminatedPods ?? {};
  const { outcome } = wanted;
  const isOver = outcome !== undefined && !isCut && !succeeded && !failed && terminating === 0;
  const final = isOver ? endedStatus(counted, outcome, nowMs) : counted;
  api.updateStatus('jobs', { ...written, status: tidyStatus(final) }, { fieldManager });
  if (isOver) recordEnd(context, written, final, outcome);
}

function endedStatus(status: JobStatus, outcome: JobOutcome, nowMs: number): JobStatus {
  const conditions = withEnd(status.conditions, outcome, nowMs);
  return { ...status, conditions, ...(outcome.succeeds ? { completionTime: formatTime(nowMs) } : {}) };
}

function recordEnd({ events }: JobContext, job: Job, { succeeded = 0 }: JobStatus, outcome: JobOutcome): void {
  if (!outcome.succeeds) {
    events.event(job, { type: 'Warning', reason: outcome.reason, message: outcome.message });
    return;
  }
  if (succeeded > (job.spec?.completions ?? Infinity)) {
    const message = 'Too many succeeded pods running after completion count reached';
    events.event(job, { type: 'Warning', reason: 'TooManySucceededPods', message });
  }
  events.event(job, { type: 'Normal', reason: 'Completed', message: 'Job completed' });
}
