import { deepEqual, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { ControllerRevision, DaemonSet, DaemonSetSpec } from 'kubernetes-types/apps/v1';
import { countOrPercent, notNegative, notOver100Percent, oneOf } from './numbers.ts';
import { selectorFaults, validateSelectedTemplate } from './pod-template.ts';

/** Faults of a DaemonSet to be created. @see pkg/apis/apps/validation/validation.go (v1.36), as are the others here */
export function validateDaemonSet({ spec }: DaemonSet): FieldError[] {
  if (!spec) return [fieldErrors.required('spec.selector')];
  return [
    ...selectorFaults(spec.selector, 'daemonset'),
    ...validateSelectedTemplate(spec.template, spec.selector),
    ...(spec.template.spec?.activeDeadlineSeconds === undefined
      ? []
      : [
          fieldErrors.forbidden(
            'spec.template.spec.activeDeadlineSeconds',
            'activeDeadlineSeconds in DaemonSet is not Supported',
          ),
        ]),
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
  if (type !== 'RollingUpdate') return oneOf(type, ['RollingUpdate', 'OnDelete'], path);
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
  return Number.parseInt(String(value ?? 0), 10) !== 0;
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
