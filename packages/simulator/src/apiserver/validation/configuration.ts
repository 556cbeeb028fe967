import { configKeyFaults, encodeUtf8, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { ConfigMap } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { validateLabelSelector } from './label-selector.ts';
import { countOrPercent, notOver100Percent, optionalOneOf } from './numbers.ts';

const maxBytes = 1024 * 1024;
const immutableText = 'field is immutable when `immutable` is set';

/** @see pkg/apis/core/validation/validation.go (v1.36) */
export function validateConfigMap({ data, binaryData }: ConfigMap): FieldError[] {
  return [
    ...Object.keys(data ?? {}).flatMap((key) => [
      ...fieldErrors.invalidEach(`data[${key}]`, key, configKeyFaults(key)),
      ...(Object.hasOwn(binaryData ?? {}, key)
        ? [fieldErrors.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')]
        : []),
    ]),
    ...keyFaults(binaryData, 'binaryData'),
    ...(sizeOf(data) + sizeOf(binaryData) > maxBytes ? [fieldErrors.tooLong('', maxBytes)] : []),
  ];
}

export function validateConfigMapUpdate(object: ConfigMap, old: Stored<ConfigMap>): FieldError[] {
  const faults: FieldError[] = [];
  if (!old.immutable) return validateConfigMap(object);
  if (!object.immutable) faults.push(fieldErrors.forbidden('immutable', immutableText));
  if (object.data !== old.data) faults.push(fieldErrors.forbidden('data', immutableText));
  if (object.binaryData !== old.binaryData) faults.push(fieldErrors.forbidden('binaryData', immutableText));
  return [...faults, ...validateConfigMap(object)];
}

/** @see pkg/apis/policy/validation/validation.go (v1.36) */
export function validatePodDisruptionBudget({ spec = {} }: PodDisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = spec;
  const printed = {
    MinAvailable: minAvailable ?? null,
    Selector: selector ?? null,
    MaxUnavailable: maxUnavailable ?? null,
    UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy ?? null,
  };
  return [
    ...(minAvailable !== undefined && maxUnavailable !== undefined
      ? [fieldErrors.invalid('spec', printed, 'minAvailable and maxUnavailable cannot be both set')]
      : []),
    ...countOrPercent(minAvailable, 'spec.minAvailable'),
    ...notOver100Percent(minAvailable, 'spec.minAvailable'),
    ...countOrPercent(maxUnavailable, 'spec.maxUnavailable'),
    ...notOver100Percent(maxUnavailable, 'spec.maxUnavailable'),
    ...validateLabelSelector(selector, 'spec.selector'),
    ...optionalOneOf(unhealthyPodEvictionPolicy, ['AlwaysAllow', 'IfHealthyBudget'], 'spec.unhealthyPodEvictionPolicy'),
  ];
}

function sizeOf(data: Readonly<Record<string, string>> | undefined): number {
  return Object.values(data ?? {}).reduce((sum, value) => sum + encodeUtf8(value).length, 0);
}

function keyFaults(data: object | undefined, path: string): FieldError[] {
  return Object.keys(data ?? {}).flatMap((key) =>
    fieldErrors.invalidEach(`${path}[${key}]`, key, configKeyFaults(key)),
  );
}
