import { deepEqual, dnsLabelFaults, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { RuntimeClass } from 'kubernetes-types/node/v1';
import { validateLabels } from '../metadata.ts';
import { containerResourceNameFaults } from '../resource-names.ts';
import { validateResourceRequirements } from '../pods/resource-requirements.ts';
import { validateTolerations } from '../pods/tolerations.ts';

/** @see pkg/apis/node/validation/validation.go (v1.36) */
export function validateRuntimeClass({ handler, overhead, scheduling }: RuntimeClass): FieldError[] {
  const { nodeSelector = {}, tolerations = [] } = scheduling ?? {};
  const isRepeated = (index: number) =>
    tolerations.slice(0, index).some((earlier) => deepEqual(identityOf(earlier), identityOf(tolerations[index])));
  return [
    ...(handler
      ? fieldErrors.invalidEach('handler', handler, dnsLabelFaults(handler))
      : [fieldErrors.required('handler', '')]),
    ...validateResourceRequirements({ limits: overhead?.podFixed }, containerResourceNameFaults, [], 'overhead'),
    ...validateLabels(nodeSelector, 'scheduling.nodeSelector'),
    ...validateTolerations(tolerations, 'scheduling.tolerations'),
    ...tolerations.flatMap((toleration, index) =>
      isRepeated(index) ? [fieldErrors.duplicate(`scheduling.tolerations[${index}]`, toleration)] : [],
    ),
  ];
}

/** What runs the Pods of a class stays. */
export function validateRuntimeClassUpdate({ handler }: RuntimeClass, old: Stored<RuntimeClass>): FieldError[] {
  return handler === old.handler ? [] : [fieldErrors.invalid('handler', handler, 'field is immutable')];
}

type Toleration = NonNullable<NonNullable<RuntimeClass['scheduling']>['tolerations']>[number];

function identityOf({ key, operator, value, effect }: Toleration = {}) {
  return { key, operator, value, effect };
}
