import { isPodActive, isPodTerminating } from '../objects/pod.ts';
import { finishedTimeMs } from './finished-time.ts';
import { type FailureRecord, recordEnds } from './failure-backoff.ts';
import { IndexSet } from './index-set.ts';
import {
  completionIndex,
  failureCount,
  ignoredFailureCount,
  isFailed,
  isIndexed,
  isTracked,
  type Job,
  type Pod,
  validIndex,
} from './job-pods.ts';
import { judgeFailure } from './pod-failure-policy.ts';

/** What a Job looks like at one moment: what its decisions are made from. */
export interface JobObservation {
  readonly job: Job;
  /** All that belong to the Job. */
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly terminating: readonly Pod[];
  /** Successes and counted failures, those included that are not in the counters of the status yet. */
  readonly succeeded: number;
  readonly failed: number;
  /** The failures since the last success, for the back-off. */
  readonly failures: FailureRecord;
  /** Of an Indexed Job. */
  readonly succeededIndexes: IndexSet;
  /** Of a Job with `backoffLimitPerIndex`. */
  readonly failedIndexes: IndexSet;
  /** The last failed Pod of each index that may be tried again: kept until its successor has taken over its count. */
  readonly lastFailures: ReadonlyMap<number, Pod>;
  readonly nowMs: number;
}

/**
 * Reads a Job and its Pods.
 * @param recorded failures that were known before
 * @see pkg/controller/job/job_controller.go syncJob
 */
export function observeJob(job: Job, pods: readonly Pod[], recorded: FailureRecord, nowMs: number): JobObservation {
  const { status } = job;
  const uncounted = status?.uncountedTerminatedPods;
  const fresh = pods.filter((pod) => isTracked(pod) && (!isIndexed(job) || validIndex(pod, job) !== undefined));
  const newSucceeded = fresh.filter(
    (pod) => pod.status?.phase === 'Succeeded' && !uncounted?.succeeded?.includes(pod.metadata.uid),
  );
  const newFailed = fresh.filter((pod) => isFailed(pod, job) && !uncounted?.failed?.includes(pod.metadata.uid));
  const counted = newFailed.filter((pod) => judgeFailure(job.spec?.podFailurePolicy, pod).counts);
  const active = pods.filter(isPodActive);
  const succeededIndexes = isIndexed(job) ? findSucceededIndexes(job, fresh) : IndexSet.empty;
  const failedIndexes = hasLimitPerIndex(job) ? findFailedIndexes(job, fresh) : IndexSet.empty;
  return {
    job,
    pods,
    active,
    terminating: pods.filter(isPodTerminating),
    succeeded: isIndexed(job)
      ? succeededIndexes.size
      : (status?.succeeded ?? 0) + newSucceeded.length + (uncounted?.succeeded?.length ?? 0),
    failed: (status?.failed ?? 0) + counted.length + (uncounted?.failed?.length ?? 0),
    failures: recordEnds(recorded, newSucceeded, newFailed),
    succeededIndexes,
    failedIndexes,
    lastFailures: hasLimitPerIndex(job)
      ? findLastFailures(
          fresh.filter((pod) => isFailed(pod, job)),
          succeededIndexes.union(failedIndexes).union(indexesOf(active)),
        )
      : new Map(),
    nowMs,
  };
}

/** Whether each index has a back-off limit of its own. */
export function hasLimitPerIndex({ spec }: Pick<Job, 'spec'>): boolean {
  return spec?.backoffLimitPerIndex !== undefined;
}

/** The indexes that the Pods work on. */
export function indexesOf(pods: readonly Pod[]): IndexSet {
  return IndexSet.of(pods.map(completionIndex).filter((index) => index !== undefined));
}

function findSucceededIndexes(job: Job, fresh: readonly Pod[]): IndexSet {
  const known = IndexSet.parse(job.status?.completedIndexes, job.spec?.completions ?? 0);
  return known.union(indexesOf(fresh.filter(({ status }) => status?.phase === 'Succeeded')));
}

function findFailedIndexes(job: Job, fresh: readonly Pod[]): IndexSet {
  const known = IndexSet.parse(job.status?.failedIndexes, job.spec?.completions ?? 0);
  return known.union(indexesOf(fresh.filter((pod) => failsIndex(pod, job))));
}

/** Whether the index of a Pod is given up with it. */
function failsIndex(pod: Pod, job: Job): boolean {
  if (!isFailed(pod, job)) return false;
  const { action, counts } = judgeFailure(job.spec?.podFailurePolicy, pod);
  return action === 'FailIndex' || (counts && failureCount(pod) >= (job.spec?.backoffLimitPerIndex ?? 0));
}

/** @param settled indexes that need no further try, or have one under way */
function findLastFailures(failed: readonly Pod[], settled: IndexSet): Map<number, Pod> {
  const last = new Map<number, Pod>();
  for (const pod of failed) {
    const index = completionIndex(pod);
    if (index === undefined || settled.has(index)) continue;
    const before = last.get(index);
    const isLater = !before || (tries(before) <= tries(pod) && finishedTimeMs(before) <= finishedTimeMs(pod));
    if (isLater) last.set(index, pod);
  }
  return last;
}

function tries(pod: Pod): number {
  return failureCount(pod) + ignoredFailureCount(pod);
}
