import type { Container, Pod as NewPod } from 'kubernetes-types/core/v1';
import { podFromTemplate } from '../objects/pod-from-template.ts';
import {
  completionIndexKey,
  failureCount,
  failureCountKey,
  ignoredFailureCount,
  ignoredFailureCountKey,
  isIndexed,
  type Job,
  type Pod,
  trackingFinalizer,
} from './job-pods.ts';
import { hasLimitPerIndex } from './observe-job.ts';
import { judgeFailure } from './pod-failure-policy.ts';

/** A name that the API server completes is cut to this. @see k8s.io/apiserver/pkg/storage/names/generate.go */
const maxGeneratedBaseLength = 58;

/**
 * The Pod that a Job creates: its template, held until it is counted; of an Indexed Job with the index in its name, labels,
 * host name and environment.
 * @param lastFailed the Pod of the same index that it replaces, of a Job with `backoffLimitPerIndex`
 */
export function podOfJob(job: Job, index: number | undefined, lastFailed: Pod | undefined): NewPod {
  const pod = podFromTemplate(job);
  const { metadata = {}, spec } = pod;
  metadata.finalizers = [...new Set([...(metadata.finalizers ?? []), trackingFinalizer])];
  if (!isIndexed(job)) return pod;
  for (const container of [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]) addIndexVariable(container);
  if (index === undefined) return pod;
  const suffix = `-${index}-`;
  metadata.generateName = `${job.metadata.name.slice(0, maxGeneratedBaseLength - suffix.length)}${suffix}`;
  metadata.labels = { ...metadata.labels, [completionIndexKey]: String(index) };
  metadata.annotations = {
    ...metadata.annotations,
    [completionIndexKey]: String(index),
    ...(hasLimitPerIndex(job) ? failureCounts(job, lastFailed) : {}),
  };
  if (spec) spec.hostname = `${job.metadata.name}-${index}`;
  return pod;
}

/** The counts that a Pod takes over from the one it replaces, with that one's own failure. */
function failureCounts(job: Job, lastFailed: Pod | undefined): Record<string, string> {
  if (!lastFailed) return { [failureCountKey]: '0' };
  const { counts } = judgeFailure(job.spec?.podFailurePolicy, lastFailed);
  const ignored = ignoredFailureCount(lastFailed) + (counts ? 0 : 1);
  return {
    [failureCountKey]: String(failureCount(lastFailed) + (counts ? 1 : 0)),
    ...(ignored > 0 ? { [ignoredFailureCountKey]: String(ignored) } : {}),
  };
}

function addIndexVariable(container: Container): void {
  const name = 'JOB_COMPLETION_INDEX';
  if (container.env?.some((variable) => variable.name === name)) return;
  const fieldPath = `metadata.labels['${completionIndexKey}']`;
  container.env = [...(container.env ?? []), { name, valueFrom: { fieldRef: { fieldPath } } }];
}
