import { deepEqual, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { Deployment, DeploymentSpec, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec, ReplicationController } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { countOrPercent, notNegative, notOver100Percent, oneOf } from './numbers.ts';
import { selectorFaults, validateSelectedTemplate } from './pod-template.ts';

/** @see pkg/apis/apps/validation/validation.go (v1.36), as are the others here */
export function validateDeployment({ spec }: Deployment): FieldError[] {
  if (!spec) return [fieldErrors.required('spec.selector')];
  return [
    ...notNegative(spec.replicas, 'spec.replicas'),
    ...selectorFaults(spec.selector, 'deployment'),
    ...templateFaults(spec.template, spec.selector),
    ...strategyFaults(spec.strategy ?? {}),
    ...notNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...notNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
    ...deadlineFaults(spec),
  ];
}

/** What may not change in a Deployment, next to what may not be at all. */
export function validateDeploymentUpdate(object: Deployment, old: Stored<Deployment>): FieldError[] {
  return [...validateDeployment(object), ...selectorChange(object.spec?.selector, old.spec?.selector)];
}

export function validateReplicaSet({ spec }: ReplicaSet): FieldError[] {
  if (!spec) return [fieldErrors.required('spec.selector')];
  return [
    ...notNegative(spec.replicas, 'spec.replicas'),
    ...notNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...selectorFaults(spec.selector, 'replicaset'),
    ...templateFaults(spec.template ?? {}, spec.selector),
  ];
}

export function validateReplicaSetUpdate(object: ReplicaSet, old: Stored<ReplicaSet>): FieldError[] {
  return [...validateReplicaSet(object), ...selectorChange(object.spec?.selector, old.spec?.selector)];
}

/** @see pkg/apis/core/validation/validation.go ValidateReplicationControllerSpec (v1.36) */
export function validateReplicationController({ spec }: ReplicationController): FieldError[] {
  const matchLabels = spec?.selector ?? {};
  const isEmpty = Object.keys(matchLabels).length === 0;
  return [
    ...notNegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...(isEmpty ? [fieldErrors.required('spec.selector')] : []),
    ...notNegative(spec?.replicas, 'spec.replicas'),
    ...(spec?.template
      ? validateSelectedTemplate(spec.template, isEmpty ? undefined : { matchLabels })
      : [fieldErrors.required('spec.template')]),
  ];
}

function templateFaults(template: PodTemplateSpec, selector: LabelSelector | undefined): FieldError[] {
  const faults = validateSelectedTemplate(template, selector);
  if (template.spec?.activeDeadlineSeconds !== undefined) {
    const path = 'spec.template.spec.activeDeadlineSeconds';
    faults.push(fieldErrors.forbidden(path, 'activeDeadlineSeconds in ReplicaSet is not Supported'));
  }
  return faults;
}

function strategyFaults({ type, rollingUpdate }: NonNullable<DeploymentSpec['strategy']>): FieldError[] {
  const path = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') {
    if (!rollingUpdate) return [];
    return [fieldErrors.forbidden(path, "may not be specified when strategy `type` is 'Recreate'")];
  }
  if (type !== 'RollingUpdate') return oneOf(type, ['Recreate', 'RollingUpdate'], 'spec.strategy.type');
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  const faults = [
    ...countOrPercent(maxUnavailable, `${path}.maxUnavailable`),
    ...countOrPercent(maxSurge, `${path}.maxSurge`),
  ];
  if (isZero(maxUnavailable) && isZero(maxSurge)) {
    const detail = 'may not be 0 when `maxSurge` is 0';
    faults.push(fieldErrors.invalid(`${path}.maxUnavailable`, maxUnavailable, detail));
  }
  return [...faults, ...notOver100Percent(maxUnavailable, `${path}.maxUnavailable`)];
}

function isZero(value: number | string | undefined): boolean {
  return value !== undefined && Number.parseInt(String(value), 10) === 0;
}

function deadlineFaults({ progressDeadlineSeconds: deadline, minReadySeconds = 0 }: DeploymentSpec): FieldError[] {
  const path = 'spec.progressDeadlineSeconds';
  if (deadline === undefined) return [];
  const faults = notNegative(deadline, path);
  if (deadline <= minReadySeconds) {
    faults.push(fieldErrors.invalid(path, deadline, 'must be greater than minReadySeconds'));
  }
  return faults;
}

function selectorChange(selector: LabelSelector | undefined, old: LabelSelector | undefined): FieldError[] {
  return deepEqual(selector, old) ? [] : [fieldErrors.invalid('spec.selector', selector, 'field is immutable')];
}
