import { fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { ConfigMap, Secret } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { countOrPercent } from './numbers.ts';

const keyFault =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' " +
  "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const immutableText = 'field is immutable when `immutable` is set';

/** @see pkg/apis/core/validation/validation.go (v1.36) */
export function validateConfigMap({ data, binaryData }: ConfigMap): FieldError[] {
  const repeated = Object.keys(binaryData ?? {}).filter((key) => Object.hasOwn(data ?? {}, key));
  return [
    ...keyFaults(data, 'data'),
    ...keyFaults(binaryData, 'binaryData'),
    ...repeated.map((key) => fieldErrors.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')),
  ];
}

export function validateConfigMapUpdate(object: ConfigMap, old: Stored<ConfigMap>): FieldError[] {
  const faults = validateConfigMap(object);
  if (!old.immutable) return faults;
  if (!object.immutable) faults.push(fieldErrors.forbidden('immutable', immutableText));
  if (object.data !== old.data) faults.push(fieldErrors.forbidden('data', immutableText));
  if (object.binaryData !== old.binaryData) faults.push(fieldErrors.forbidden('binaryData', immutableText));
  return faults;
}

export function validateSecret({ data }: Secret): FieldError[] {
  return keyFaults(data, 'data');
}

export function validateSecretUpdate(object: Secret, old: Stored<Secret>): FieldError[] {
  const faults = validateSecret(object);
  if (object.type !== old.type) faults.push(fieldErrors.invalid('type', object.type, 'field is immutable'));
  if (!old.immutable) return faults;
  if (!object.immutable) faults.push(fieldErrors.forbidden('immutable', immutableText));
  if (object.data !== old.data) faults.push(fieldErrors.forbidden('data', immutableText));
  return faults;
}

/** @see pkg/apis/policy/validation/validation.go (v1.36) */
export function validatePodDisruptionBudget({ spec }: PodDisruptionBudget): FieldError[] {
  if (spec?.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    return [fieldErrors.invalid('spec', spec, 'minAvailable and maxUnavailable cannot be both set')];
  }
  return [
    ...countOrPercent(spec?.minAvailable, 'spec.minAvailable'),
    ...countOrPercent(spec?.maxUnavailable, 'spec.maxUnavailable'),
  ];
}

function keyFaults(data: object | undefined, path: string): FieldError[] {
  return Object.keys(data ?? {})
    .filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key) || key === '.' || key === '..')
    .map((key) => fieldErrors.invalid(`${path}[${key}]`, key, keyFault));
}
