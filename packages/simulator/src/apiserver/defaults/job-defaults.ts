import type { CronJob, CronJobSpec, Job, JobSpec } from 'kubernetes-types/batch/v1';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { defaultPodSpec } from './pod-defaults.ts';

const defaultBackoffLimit = 6;
const maxInt32 = 2_147_483_647;

/** Fills in what a Job leaves out. Changes it in place. @see pkg/apis/batch/v1/defaults.go (v1.36) */
export function defaultJob(job: Job): void {
  const spec = (job.spec ??= {} as JobSpec);
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? defaultBackoffLimit : maxInt32;
  takeTemplateLabels(job);
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
  spec.manualSelector ??= false;
  defaultJobTemplate(spec);
}

/** What is filled in also in the template of a CronJob. Changes it in place. */
export function defaultJobTemplate(spec: JobSpec): void {
  for (const rule of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of rule.onPodConditions ?? []) pattern.status ||= 'True';
  }
  spec.template ??= {};
  spec.template.metadata ??= {};
  spec.template.spec ??= {} as PodSpec;
  defaultPodSpec(spec.template.spec);
}

/** Fills in what a CronJob leaves out. Changes it in place. */
export function defaultCronJob(cronJob: CronJob): void {
  const spec = (cronJob.spec ??= {} as CronJobSpec);
  spec.concurrencyPolicy ||= 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  spec.jobTemplate ??= {};
  spec.jobTemplate.metadata ??= {};
  spec.jobTemplate.spec ??= {} as JobSpec;
  defaultJobTemplate(spec.jobTemplate.spec);
}

const longestLabel = 63;
const jobNameLabels = ['batch.kubernetes.io/job-name', 'job-name'];
const controllerUidLabels = ['batch.kubernetes.io/controller-uid', 'controller-uid'];

/**
 * Gives a Job the selector and its Pods the labels by which they find each other, unless `manualSelector` is set.
 * Changes it in place.
 * @see pkg/registry/batch/job/strategy.go generateSelector (v1.36)
 */
export function generateSelector(job: Job): void {
  const { metadata, spec } = job;
  if (!spec || spec.manualSelector) return;
  const uid = metadata?.uid ?? '';
  spec.template ??= {};
  spec.template.metadata ??= {};
  spec.template.metadata.labels ??= {};
  const { labels } = spec.template.metadata;
  for (const key of controllerUidLabels) labels[key] ??= uid;
  for (const key of jobNameLabels) labels[key] ??= metadata?.name ?? '';
  const matchLabels = { ...spec.selector?.matchLabels };
  matchLabels['batch.kubernetes.io/controller-uid'] ??= uid;
  spec.selector = { ...spec.selector, matchLabels };
  // They are filled in when the Job is read again: one whose name makes no label never is.
  if ((metadata?.name ?? '').length <= longestLabel) takeTemplateLabels(job);
}

/** A Job without labels has those of its Pods: the same list, which may still grow. */
function takeTemplateLabels({ metadata, spec }: Job): void {
  const labels = spec?.template?.metadata?.labels;
  if (metadata && labels && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = labels;
}
