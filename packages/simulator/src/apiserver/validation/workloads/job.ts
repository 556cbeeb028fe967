import {
  dnsLabelFaults,
  dnsSubdomainFaults,
  fieldErrors,
  matchesSelector,
  selectorOf,
  type FieldError,
  type Stored,
} from '@podlab/apimachinery';
import type { Job, JobSpec } from 'kubernetes-types/batch/v1';
import { internalSuccessPolicy, validateJobChange } from './job-change.ts';
import { validateFailurePolicy, validateSuccessPolicy } from './job-policies.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { notNegative, oneOf } from '../numbers.ts';
import { isSelector, selectorMismatch, validatePodTemplate } from '../pods/pod-template.ts';

const maxIndexedParallelism = 100_000;
const maxFailedIndexes = 100_000;
const manyCompletions = 100_000;
const maxParallelismOfMany = 10_000;
const maxManagedByLength = 63;
const restartPolicies = ['OnFailure', 'Never'];

/** Faults of a Job to be created. @see pkg/apis/batch/validation/validation.go (v1.36), as are the others here */
export function validateJob(job: Job): FieldError[] {
  const { metadata, spec } = job;
  if (!spec) return [fieldErrors.required('spec.selector')];
  return [
    ...generatedSelectorFaults(job),
    ...validateWholeSpec(spec),
    ...(spec.completionMode === 'Indexed' && (spec.completions ?? 0) > 0
      ? podNameFaults(metadata?.name ?? '', (spec.completions ?? 0) - 1)
      : []),
  ];
}

function validateWholeSpec(spec: JobSpec): FieldError[] {
  return [
    ...validateJobSpec(spec, 'spec'),
    ...(spec.selector
      ? validateLabelSelector(spec.selector, 'spec.selector')
      : [fieldErrors.required('spec.selector')]),
    ...selectorMismatch(spec.template?.metadata?.labels, spec.selector),
  ];
}

/** Faults of the spec of a Job, or of a CronJob's template of Jobs, under a path. */
export function validateJobSpec(spec: JobSpec, path: string): FieldError[] {
  return [
    ...notNegative(spec.parallelism, `${path}.parallelism`),
    ...notNegative(spec.completions, `${path}.completions`),
    ...notNegative(spec.activeDeadlineSeconds, `${path}.activeDeadlineSeconds`),
    ...notNegative(spec.backoffLimit, `${path}.backoffLimit`),
    ...notNegative(spec.ttlSecondsAfterFinished, `${path}.ttlSecondsAfterFinished`),
    ...notNegative(spec.backoffLimitPerIndex, `${path}.backoffLimitPerIndex`),
    ...notNegative(spec.maxFailedIndexes, `${path}.maxFailedIndexes`),
    ...(spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined
      ? [fieldErrors.required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')]
      : []),
    ...(spec.managedBy === undefined ? [] : managedByFaults(spec.managedBy, `${path}.managedBy`)),
    ...completionModeFaults(spec, path),
    ...(spec.podFailurePolicy ? validateFailurePolicy(spec, `${path}.podFailurePolicy`) : []),
    ...(spec.successPolicy ? successPolicyFaults(spec, `${path}.successPolicy`) : []),
    ...(spec.podReplacementPolicy === undefined
      ? []
      : oneOf(
          spec.podReplacementPolicy,
          spec.podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed'],
          `${path}.podReplacementPolicy`,
        )),
    ...validatePodTemplate(spec.template, `${path}.template`),
    ...restartPolicyFaults(spec, `${path}.template.spec.restartPolicy`),
  ];
}

function completionModeFaults(spec: JobSpec, path: string): FieldError[] {
  const mode = spec.completionMode ?? 'NonIndexed';
  if (mode === 'Indexed') return indexedFaults(spec, path);
  const faults = oneOf(mode, ['NonIndexed', 'Indexed'], `${path}.completionMode`);
  if (mode !== 'NonIndexed') return faults;
  for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
    if (spec[field] === undefined) continue;
    faults.push(fieldErrors.invalid(`${path}.${field}`, spec[field], 'requires indexed completion mode'));
  }
  return faults;
}

function indexedFaults(spec: JobSpec, path: string): FieldError[] {
  const { completions, parallelism, maxFailedIndexes: maxFailed } = spec;
  const faults: FieldError[] = [];
  const tooMuch = (field: 'parallelism' | 'maxFailedIndexes', detail: string) =>
    faults.push(fieldErrors.invalid(`${path}.${field}`, spec[field], `must be less than or equal to ${detail}`));
  if (completions === undefined) {
    faults.push(fieldErrors.required(`${path}.completions`, 'when completion mode is Indexed'));
  }
  if ((parallelism ?? 0) > maxIndexedParallelism) {
    tooMuch('parallelism', `${maxIndexedParallelism} when completion mode is Indexed`);
  }
  if (completions !== undefined && (maxFailed ?? 0) > completions) tooMuch('maxFailedIndexes', 'completions');
  if ((maxFailed ?? 0) > maxFailedIndexes) tooMuch('maxFailedIndexes', String(maxFailedIndexes));
  if ((completions ?? 0) > manyCompletions && spec.backoffLimitPerIndex !== undefined) {
    const many = `${maxParallelismOfMany} when completions are above ${manyCompletions} and used with backoff limit per index`;
    if (maxFailed === undefined) {
      const detail = `must be specified when completions is above ${manyCompletions}`;
      faults.push(fieldErrors.required(`${path}.maxFailedIndexes`, detail));
    }
    if ((parallelism ?? 0) > maxParallelismOfMany) tooMuch('parallelism', many);
    if ((maxFailed ?? 0) > maxParallelismOfMany) tooMuch('maxFailedIndexes', many);
  }
  return faults;
}

function successPolicyFaults(spec: JobSpec, path: string): FieldError[] {
  if (spec.completionMode === 'Indexed') return validateSuccessPolicy(spec, path);
  return [fieldErrors.invalid(path, internalSuccessPolicy(spec.successPolicy), 'requires indexed completion mode')];
}

function managedByFaults(managedBy: string, path: string): FieldError[] {
  const slash = managedBy.indexOf('/');
  const faults: FieldError[] = [];
  if (managedBy === '') {
    faults.push(fieldErrors.required(path));
  } else if (slash <= 0 || slash === managedBy.length - 1) {
    faults.push(fieldErrors.invalid(path, managedBy, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  } else {
    const host = managedBy.slice(0, slash);
    faults.push(...dnsSubdomainFaults(host).map((fault) => fieldErrors.invalid(path, host, fault)));
  }
  if (managedBy.length > maxManagedByLength) faults.push(fieldErrors.tooLong(path, maxManagedByLength));
  return faults;
}

function restartPolicyFaults({ template, podFailurePolicy }: JobSpec, path: string): FieldError[] {
  const policy = template?.spec?.restartPolicy;
  if (!policy || policy === 'Always') {
    return [fieldErrors.required(path, 'valid values: "OnFailure", "Never"')];
  }
  if (!restartPolicies.includes(policy)) return oneOf(policy, restartPolicies, path);
  if (!podFailurePolicy || policy === 'Never') return [];
  return [fieldErrors.invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}

function podNameFaults(name: string, lastIndex: number): FieldError[] {
  const hostname = `${name}-${lastIndex}`;
  if (dnsLabelFaults(hostname).length === 0) return [];
  const detail = `will not able to create pod with invalid DNS label: ${hostname}`;
  return [fieldErrors.invalid('metadata.name', name, detail)];
}

/** What the server has added must still be there. */
function generatedSelectorFaults({ metadata, spec }: Job): FieldError[] {
  if (!spec?.selector || spec.manualSelector) return [];
  const { uid = '', name = '' } = metadata ?? {};
  const expected: Record<string, string> = {
    'controller-uid': uid,
    'job-name': name,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
  };
  const labels = spec.template?.metadata?.labels ?? {};
  const faults = Object.entries(expected).flatMap(([key, value]): FieldError[] => {
    const path = `spec.template.metadata.labels[${key}]`;
    if (labels[key] === value) return [];
    const detail = `must be '${value}'`;
    return [key in labels ? fieldErrors.invalid(path, labels, detail) : fieldErrors.required(path, detail)];
  });
  if (isSelector(spec.selector) && !matchesSelector(selectorOf(spec.selector), expected)) {
    faults.push(fieldErrors.invalid('spec.selector', spec.selector, '`selector` not auto-generated'));
  }
  return faults;
}

/** What may not change in a Job, next to what may not be at all. */
export function validateJobUpdate(job: Job, old: Stored<Job>): FieldError[] {
  if (!job.spec || !old.spec) return [];
  // The API server looks at the spec twice, and lists what it finds twice.
  return [...validateJob(job), ...validateWholeSpec(job.spec), ...validateJobChange(job.spec, old)];
}
