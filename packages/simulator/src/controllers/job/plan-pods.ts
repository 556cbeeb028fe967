import { compareActivePods } from '../objects/active-pods-order.ts';
import { remainingBackoffMs } from './failure-backoff.ts';
import { finishedTimeMs } from './finished-time.ts';
import {
  completionIndex,
  failureCount,
  ignoredFailureCount,
  isIndexed,
  type Pod,
  replacesFailedOnly,
} from './job-pods.ts';
import { hasLimitPerIndex, indexesOf, type JobObservation } from './observe-job.ts';

/** How many Pods one sync creates or deletes at most. @see pkg/controller/job/job_controller.go MaxPodCreateDeletePerSync */
export const maxPodsPerSync = 500;

/** What a Job that goes on does about its Pods. */
export type PodsPlan =
  | { readonly action: 'none' }
  | { readonly action: 'delete'; readonly pods: readonly Pod[] }
  /** One Pod for each item; the item is the index of an Indexed Job. */
  | { readonly action: 'create'; readonly indexes: readonly (number | undefined)[] }
  /** Pods are missing, and failures keep them waiting. */
  | { readonly action: 'wait'; readonly remainingMs: number };

/**
 * Compares the Pods of a Job with those there should be: too many are deleted, missing ones are created once the back-off
 * after failures is over.
 * @see pkg/controller/job/job_controller.go manageJob
 */
export function planPods(observation: JobObservation): PodsPlan {
  const { job, active, terminating } = observation;
  if (job.spec?.suspend) return toDelete(observation, active.length);
  const wanted = wantedActive(observation);
  const surplus = toDelete(observation, Math.max(0, active.length - wanted));
  if (surplus.action === 'delete') return surplus;
  const missing = wanted - active.length - (replacesFailedOnly(job) ? terminating.length : 0);
  return missing > 0 ? toCreate(observation, Math.min(missing, maxPodsPerSync)) : { action: 'none' };
}

/** How many Pods may run now: as many as are allowed at once, but no more than there is work left for. */
function wantedActive({ job, active, succeeded }: JobObservation): number {
  const { completions, parallelism = 1 } = job.spec ?? {};
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(parallelism, completions - succeeded));
}

function toDelete(observation: JobObservation, atLeast: number): PodsPlan {
  const { job, active } = observation;
  const { twice, once } = isIndexed(job)
    ? findRepeated(active, job.spec?.completions ?? 0)
    : { twice: [], once: active };
  const others = once.toSorted(compareActivePods).slice(0, Math.max(0, atLeast - twice.length));
  const pods = [...twice, ...others].slice(0, job.spec?.suspend ? undefined : maxPodsPerSync);
  return pods.length > 0 ? { action: 'delete', pods } : { action: 'none' };
}

/** Pods without an index that the Job has, and all but one of those that share theirs. */
function findRepeated(active: readonly Pod[], completions: number): { twice: Pod[]; once: Pod[] } {
  const keepers = new Map<number, Pod>();
  const twice: Pod[] = [];
  for (const pod of active.toSorted(compareActivePods).toReversed()) {
    const index = completionIndex(pod);
    if (index === undefined || index >= completions || keepers.has(index)) twice.unshift(pod);
    else keepers.set(index, pod);
  }
  return { twice, once: [...keepers.values()] };
}

function toCreate(observation: JobObservation, count: number): PodsPlan {
  const { job, failures, nowMs } = observation;
  if (hasLimitPerIndex(job)) return toCreatePerIndex(observation, count);
  const remainingMs = remainingBackoffMs(failures, nowMs);
  if (remainingMs > 0) return { action: 'wait', remainingMs };
  const indexes = isIndexed(job) ? pendingIndexes(observation, count) : Array.from({ length: count }, () => undefined);
  return indexes.length > 0 ? { action: 'create', indexes } : { action: 'none' };
}

/** Each index waits for its own failures. */
function toCreatePerIndex(observation: JobObservation, count: number): PodsPlan {
  const pending = pendingIndexes(observation, count).map((index) => ({
    index,
    remainingMs: indexBackoffMs(observation.lastFailures.get(index), observation.nowMs),
  }));
  const due = pending.filter(({ remainingMs }) => remainingMs === 0).map(({ index }) => index);
  if (due.length > 0) return { action: 'create', indexes: due };
  if (pending.length === 0) return { action: 'none' };
  return { action: 'wait', remainingMs: Math.min(...pending.map(({ remainingMs }) => remainingMs)) };
}

function indexBackoffMs(lastFailed: Pod | undefined, nowMs: number): number {
  if (!lastFailed) return 0;
  const failures = failureCount(lastFailed) + ignoredFailureCount(lastFailed) + 1;
  return remainingBackoffMs({ failures, lastFailureMs: finishedTimeMs(lastFailed) }, nowMs);
}

/** The lowest indexes on which nobody works and that are not settled. */
function pendingIndexes(observation: JobObservation, count: number): number[] {
  const { job, active, terminating, succeededIndexes, failedIndexes } = observation;
  const busy = indexesOf(replacesFailedOnly(job) ? [...active, ...terminating] : active);
  return busy
    .union(succeededIndexes)
    .union(failedIndexes)
    .firstMissing(count, job.spec?.completions ?? 0);
}
