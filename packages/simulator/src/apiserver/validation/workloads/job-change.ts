import { deepEqual, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { Job, JobSpec, PodFailurePolicy, SuccessPolicy } from 'kubernetes-types/batch/v1';
import type { Affinity, Container, PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { internalPodTemplate } from '../json/internal-pod-json.ts';

const immutable = 'field is immutable';

/** Changes of a Job's spec that may not be made. @see pkg/apis/batch/validation/validation.go (v1.36) */
export function validateJobChange(spec: JobSpec, { spec: old, status }: Stored<Job>): FieldError[] {
  if (!old) return [];
  const changed = <K extends keyof JobSpec>(field: K, print: (value: JobSpec[K]) => unknown = (value) => value) =>
    deepEqual(spec[field], old[field]) ? [] : [fieldErrors.invalid(`spec.${field}`, print(spec[field]), immutable)];
  return [
    ...(spec.completionMode === 'Indexed' ? indexedCompletionsChange(spec, old) : changed('completions')),
    ...changed('selector'),
    ...templateChange(spec.template, old, isTemplateOpen(old, status)),
    ...changed('completionMode'),
    ...changed('podFailurePolicy', internalFailurePolicy),
    ...changed('backoffLimitPerIndex'),
    ...changed('managedBy'),
    ...changed('successPolicy', internalSuccessPolicy),
  ];
}

function indexedCompletionsChange({ completions, parallelism }: JobSpec, old: JobSpec): FieldError[] {
  if (completions === undefined || completions === old.completions || completions === parallelism) return [];
  const detail = 'can only be modified in tandem with spec.parallelism';
  return [fieldErrors.invalid('spec.completions', completions, detail)];
}

/** Whether a Job is suspended and no Pod of it is left: then it may still be placed elsewhere, with other resources. */
function isTemplateOpen({ suspend }: JobSpec, status: Job['status']): boolean {
  const isSuspended = status?.conditions?.some(({ type, status: value }) => type === 'Suspended' && value === 'True');
  return Boolean(suspend && (!status?.startTime || isSuspended) && !status?.active);
}

function templateChange(template: PodTemplateSpec, old: JobSpec, isOpen: boolean): FieldError[] {
  if (!isOpen) {
    if (deepEqual(template, old.template)) return [];
    return [fieldErrors.invalid('spec.template', internalPodTemplate(template), immutable)];
  }
  const { spec } = template;
  if (!spec || !old.template.spec || deepEqual(spec, withOpenFields(old.template.spec, spec))) return [];
  const { Spec } = internalPodTemplate({ spec });
  return [fieldErrors.invalid('spec.template.spec', Spec, immutable)];
}

/** The old spec with all that may change as it is now. */
function withOpenFields(old: PodSpec, spec: PodSpec): PodSpec {
  const { nodeSelector, tolerations, schedulingGates } = spec;
  const {
    nodeSelector: _nodeSelector,
    tolerations: _tolerations,
    schedulingGates: _schedulingGates,
    affinity: oldAffinity,
    ...rest
  } = old;
  const affinity = withNodeAffinity(oldAffinity, spec.affinity);
  return {
    ...rest,
    ...(affinity ? { affinity } : {}),
    ...(nodeSelector ? { nodeSelector } : {}),
    ...(tolerations ? { tolerations } : {}),
    ...(schedulingGates ? { schedulingGates } : {}),
    containers: withResources(old.containers, spec.containers),
    ...(old.initContainers ? { initContainers: withResources(old.initContainers, spec.initContainers ?? []) } : {}),
  };
}

function withNodeAffinity(old: Affinity | undefined, now: Affinity | undefined): Affinity | undefined {
  const { nodeAffinity: _nodeAffinity, ...others } = old ?? {};
  const affinity = { ...others, ...(now?.nodeAffinity ? { nodeAffinity: now.nodeAffinity } : {}) };
  return Object.keys(affinity).length > 0 || now ? affinity : undefined;
}

function withResources(old: readonly Container[], now: readonly Container[]): Container[] {
  return old.map((container, index) => {
    const { name, resources } = now[index] ?? {};
    return name === container.name && old.length === now.length && resources ? { ...container, resources } : container;
  });
}

function internalFailurePolicy(policy: Partial<PodFailurePolicy> | undefined): unknown {
  const rules = policy?.rules?.map(({ action, onExitCodes, onPodConditions }) => ({
    Action: action,
    OnExitCodes: onExitCodes
      ? {
          ContainerName: onExitCodes.containerName ?? null,
          Operator: onExitCodes.operator,
          Values: onExitCodes.values ?? null,
        }
      : null,
    OnPodConditions: onPodConditions?.map(({ type, status }) => ({ Type: type, Status: status })) ?? null,
  }));
  return policy && { Rules: rules ?? null };
}

/** As Go prints the internal type. */
export function internalSuccessPolicy(policy: Partial<SuccessPolicy> | undefined): unknown {
  const rules = policy?.rules?.map(({ succeededIndexes, succeededCount }) => ({
    SucceededIndexes: succeededIndexes ?? null,
    SucceededCount: succeededCount ?? null,
  }));
  return policy && { Rules: rules ?? null };
}
