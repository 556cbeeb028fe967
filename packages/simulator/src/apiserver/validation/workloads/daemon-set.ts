import { deepEqual, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { ControllerRevision, DaemonSet, DaemonSetSpec } from 'kubernetes-types/apps/v1';
import { validateLabelSelector } from '../label-selector.ts';
import { countOrPercent, notNegative, notOver100Percent } from '../numbers.ts';
import { emptySelectorFaults, selectorMismatch, validateLastingTemplate } from '../pods/pod-template.ts';

/** Faults of a DaemonSet to be created. @see pkg/apis/apps/validation/validation.go (v1.36), as are the others here */
export function validateDaemonSet({ spec }: DaemonSet): FieldError[] {
  if (!spec) return [fieldErrors.required('spec.selector')];
  return [
    ...validateLabelSelector(spec.selector, 'spec.selector'),
    ...selectorMismatch(spec.template?.metadata?.labels, spec.selector),
    ...(spec.selector ? emptySelectorFaults(spec.selector, 'daemonset') : []),
    ...validateLastingTemplate(spec.template, 'DaemonSet'),
    ...notNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...strategyFaults(spec),
    ...notNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ];
}

/** What may not change in a DaemonSet, next to what may not be at all. */
export function validateDaemonSetUpdate(object: DaemonSet, { spec: old }: Stored<DaemonSet>): FieldError[] {
  const isSame = deepEqual(object.spec?.selector, old?.selector);
  return [
    ...(isSame ? [] : [fieldErrors.invalid('spec.selector', object.spec?.selector, 'field is immutable')]),
    ...validateDaemonSet(object),
  ];
}

function strategyFaults({ updateStrategy = {} }: DaemonSetSpec): FieldError[] {
  const { type, rollingUpdate } = updateStrategy;
  const path = 'spec.updateStrategy';
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate') {
    const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
    const printed = {
      Type: type ?? '',
      RollingUpdate: rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null,
    };
    return [fieldErrors.notSupported(path, printed, ['RollingUpdate', 'OnDelete'])];
  }
  if (!rollingUpdate) return [fieldErrors.required(`${path}.rollingUpdate`)];
  const { maxUnavailable, maxSurge } = rollingUpdate;
  const faults = [
    ...countOrPercent(maxUnavailable, `${path}.rollingUpdate.maxUnavailable`),
    ...countOrPercent(maxSurge, `${path}.rollingUpdate.maxSurge`),
    ...notOver100Percent(maxUnavailable, `${path}.rollingUpdate.maxUnavailable`),
    ...notOver100Percent(maxSurge, `${path}.rollingUpdate.maxSurge`),
  ];
  if (isSet(maxUnavailable) && isSet(maxSurge)) {
    const detail = 'may not be set when maxUnavailable is non-zero';
    faults.push(fieldErrors.invalid(`${path}.rollingUpdate.maxSurge`, maxSurge, detail));
  } else if (!isSet(maxUnavailable) && !isSet(maxSurge)) {
    faults.push(fieldErrors.required(`${path}.rollingUpdate.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
  }
  return faults;
}

function isSet(value: number | string | undefined): boolean {
  return /^\d+%?$/.test(String(value)) && Number.parseInt(String(value), 10) !== 0;
}

export function validateControllerRevision({ data, revision }: ControllerRevision): FieldError[] {
  return [
    ...notNegative(revision, 'revision'),
    ...(data === undefined ? [fieldErrors.required('data', 'data is mandatory')] : []),
  ];
}

export function validateControllerRevisionUpdate(
  { data, revision }: ControllerRevision,
  old: Stored<ControllerRevision>,
): FieldError[] {
  return [
    ...notNegative(revision, 'revision'),
    ...(deepEqual(data, old.data) ? [] : [fieldErrors.invalid('data', data, 'field is immutable')]),
  ];
}
