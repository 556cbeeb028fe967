import type { JobStatus } from 'kubernetes-types/batch/v1';
import type { JobOutcome } from './decide-outcome.ts';
import { IndexSet } from './index-set.ts';
import { completionIndex, isFailed, isIndexed, isTracked, type Job, type Pod, validIndex } from './job-pods.ts';
import { hasLimitPerIndex, type JobObservation } from './observe-job.ts';
import { judgeFailure } from './pod-failure-policy.ts';

/** How many Pods may wait in the status to be counted. @see pkg/controller/job/job_controller.go MaxUncountedPods */
export const maxUncountedPods = 500;

type Counters = Pick<
  JobStatus,
  'succeeded' | 'failed' | 'uncountedTerminatedPods' | 'completedIndexes' | 'failedIndexes'
>;

/** What is written down before finalizers are taken off Pods, so that nothing is counted twice or not at all. */
export interface EndsToCount {
  readonly counters: Counters;
  /** Pods that may go once the counters are written. */
  readonly release: readonly Pod[];
  /** Whether Pods are left for the next sync. */
  readonly isCut: boolean;
}

/**
 * Notes the Pods that have ended: their UIDs, or, of an Indexed Job, the indexes that succeeded. When the Job has been
 * decided, whatever still runs counts as failed.
 * @see pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers
 */
export function noteEnds(observation: JobObservation, outcome: JobOutcome | undefined): EndsToCount {
  const { job } = observation;
  const before = countReleased(job.status ?? {}, new Set(observation.pods.filter(isTracked).map(uidOf)));
  const succeeded = [...(before.uncountedTerminatedPods?.succeeded ?? [])];
  const failed = [...(before.uncountedTerminatedPods?.failed ?? [])];
  let newIndexes = 0;
  const known = IndexSet.parse(job.status?.completedIndexes, job.spec?.completions ?? 0);
  const release: Pod[] = [];
  let isCut = false;
  for (const pod of inOrderOfIndex(observation)) {
    if (!isTracked(pod) || !mayRelease(observation, outcome, pod)) continue;
    release.push(pod);
    const { uid } = pod.metadata;
    const index = validIndex(pod, job);
    if (pod.status?.phase === 'Succeeded' && !failed.includes(uid)) {
      if (!isIndexed(job)) succeeded.push(...(succeeded.includes(uid) ? [] : [uid]));
      else if (index !== undefined && !known.has(index)) newIndexes += 1;
    } else if (countsAsFailed(job, pod, outcome) && !failed.includes(uid)) {
      failed.push(uid);
    }
    if (newIndexes + succeeded.length + failed.length >= maxUncountedPods) {
      isCut = true;
      break;
    }
  }
  const counters: Counters = {
    ...before,
    uncountedTerminatedPods: uncounted(succeeded, failed),
    ...(isIndexed(job) ? indexCounters(observation) : {}),
  };
  return { counters, release, isCut };
}

/**
 * Counts those noted Pods whose finalizers are off.
 * @param stillTracked UIDs of the Pods that have the finalizer
 */
export function countReleased(status: Counters, stillTracked: ReadonlySet<string>): Counters {
  const noted = status.uncountedTerminatedPods ?? {};
  const succeeded = (noted.succeeded ?? []).filter((uid) => stillTracked.has(uid));
  const failed = (noted.failed ?? []).filter((uid) => stillTracked.has(uid));
  return {
    succeeded: (status.succeeded ?? 0) + (noted.succeeded?.length ?? 0) - succeeded.length,
    failed: (status.failed ?? 0) + (noted.failed?.length ?? 0) - failed.length,
    uncountedTerminatedPods: uncounted(succeeded, failed),
  };
}

function uncounted(succeeded: string[], failed: string[]): NonNullable<JobStatus['uncountedTerminatedPods']> {
  return { ...(succeeded.length > 0 ? { succeeded } : {}), ...(failed.length > 0 ? { failed } : {}) };
}

function inOrderOfIndex({ job, pods }: JobObservation): readonly Pod[] {
  if (!isIndexed(job)) return pods;
  return pods.toSorted((a, b) => (completionIndex(a) ?? -1) - (completionIndex(b) ?? -1));
}

/** A failed Pod stays while its index may be tried again: its successor takes over its count. */
function mayRelease({ job, lastFailures }: JobObservation, outcome: JobOutcome | undefined, pod: Pod): boolean {
  if (job.metadata.deletionTimestamp || outcome || pod.status?.phase === 'Succeeded') return true;
  if (!isFailed(pod, job)) return false;
  const index = completionIndex(pod);
  return index === undefined || lastFailures.get(index)?.metadata.uid !== pod.metadata.uid;
}

function countsAsFailed(job: Job, pod: Pod, outcome: JobOutcome | undefined): boolean {
  if (!isFailed(pod, job) && (!outcome || outcome.succeeds)) return false;
  if (isIndexed(job) && validIndex(pod, job) === undefined) return false;
  return judgeFailure(job.spec?.podFailurePolicy, pod).counts;
}

function indexCounters({ job, succeededIndexes, failedIndexes }: JobObservation): Counters {
  return {
    succeeded: succeededIndexes.size,
    completedIndexes: String(succeededIndexes),
    ...(hasLimitPerIndex(job) ? { failedIndexes: String(failedIndexes) } : {}),
  };
}

function uidOf({ metadata }: Pod): string {
  return metadata.uid;
}
