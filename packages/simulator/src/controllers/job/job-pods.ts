import type { StoredOf } from '../../apiserver/local-api.ts';

export type Job = StoredOf<'jobs'>;
export type Pod = StoredOf<'pods'>;

/** Keeps a Pod until its Job has counted it. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';
/** Annotation and label: which index of an Indexed Job a Pod works on. */
export const completionIndexKey = 'batch.kubernetes.io/job-completion-index';
/** Annotations: how often an index has failed before, and how often that was ignored. */
export const failureCountKey = 'batch.kubernetes.io/job-index-failure-count';
export const ignoredFailureCountKey = 'batch.kubernetes.io/job-index-ignored-failure-count';

export function isIndexed({ spec }: Pick<Job, 'spec'>): boolean {
  return spec?.completionMode === 'Indexed';
}

/** Whether a Job has ended for good: condition Complete or Failed. */
export function isJobFinished({ status }: Pick<Job, 'status'>): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True',
  );
}

/** Whether somebody else looks after the Job. */
export function isManagedElsewhere({ spec }: Pick<Job, 'spec'>): boolean {
  return spec?.managedBy !== undefined && spec.managedBy !== 'kubernetes.io/job-controller';
}

/** Whether a Pod is replaced only once it has failed, not already while it terminates. */
export function replacesFailedOnly({ spec }: Pick<Job, 'spec'>): boolean {
  return spec?.podReplacementPolicy === 'Failed' || spec?.podFailurePolicy !== undefined;
}

/** Whether a Pod counts as failed: those that are deleted do too, as they may never say that they have. */
export function isFailed(pod: Pod, job: Job): boolean {
  if (pod.status?.phase === 'Failed') return true;
  if (replacesFailedOnly(job)) return false;
  return pod.metadata.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded';
}

/** Whether the Job has not counted the Pod yet. */
export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(trackingFinalizer) ?? false;
}

/** The index that a Pod works on. Undefined when it says none. */
export function completionIndex({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[completionIndexKey];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The index, when it is one of the Job's. */
export function validIndex(pod: Pod, job: Job): number | undefined {
  const index = completionIndex(pod);
  return index !== undefined && index < (job.spec?.completions ?? 0) ? index : undefined;
}

/** How often the Pod's index had failed before this Pod. */
export function failureCount(pod: Pod): number {
  return countIn(pod, failureCountKey);
}

export function ignoredFailureCount(pod: Pod): number {
  return countIn(pod, ignoredFailureCountKey);
}

function countIn({ metadata }: Pod, key: string): number {
  const text = metadata.annotations?.[key];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0;
}
