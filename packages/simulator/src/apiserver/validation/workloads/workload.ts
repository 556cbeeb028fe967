import { deepEqual, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { Deployment, DeploymentSpec, ReplicaSet, RollingUpdateDeployment } from 'kubernetes-types/apps/v1';
import type { ReplicationController } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { countOrPercent, notNegative, notOver100Percent } from '../numbers.ts';
import { isSelector, selectorFaults, selectorMismatch, validateLastingTemplate } from '../pods/pod-template.ts';

/** @see pkg/apis/apps/validation/validation.go (v1.36), as are the others here */
export function validateDeployment({ spec }: Deployment): FieldError[] {
  if (!spec) return [fieldErrors.required('spec.selector')];
  return [
    ...notNegative(spec.replicas, 'spec.replicas'),
    ...selectionFaults(spec),
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
    ...selectionFaults(spec),
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
      ? [
          ...(isEmpty ? [] : selectorMismatch(spec.template.metadata?.labels, { matchLabels })),
          ...validateLastingTemplate(spec.template, 'ReplicationController'),
        ]
      : [fieldErrors.required('spec.template')]),
  ];
}

/** The API server speaks of a Deployment even where it is a ReplicaSet, and does not look at what it cannot select. */
function selectionFaults({
  selector,
  template,
}: Pick<NonNullable<ReplicaSet['spec']>, 'selector' | 'template'>): FieldError[] {
  const faults = selectorFaults(selector, 'deployment');
  if (!isSelector(selector))
    return [...faults, fieldErrors.invalid('spec.selector', selector, 'invalid label selector')];
  return [
    ...faults,
    ...selectorMismatch(template?.metadata?.labels, selector),
    ...validateLastingTemplate(template, 'ReplicaSet'),
  ];
}

function strategyFaults({ type, rollingUpdate }: NonNullable<DeploymentSpec['strategy']>): FieldError[] {
  const path = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') {
    if (!rollingUpdate) return [];
    return [fieldErrors.forbidden(path, "may not be specified when strategy `type` is 'Recreate'")];
  }
  if (type !== 'RollingUpdate') {
    const printed = { Type: type ?? '', RollingUpdate: printRollingUpdate(rollingUpdate) };
    return [fieldErrors.notSupported('spec.strategy', printed, ['Recreate', 'RollingUpdate'])];
  }
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

function printRollingUpdate(update: RollingUpdateDeployment | undefined): object | null {
  return update ? { MaxUnavailable: update.maxUnavailable ?? 0, MaxSurge: update.maxSurge ?? 0 } : null;
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
