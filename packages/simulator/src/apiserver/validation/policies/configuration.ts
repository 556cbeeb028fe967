import { configKeyFaults, encodeUtf8, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { ConfigMap } from 'kubernetes-types/core/v1';

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

function sizeOf(data: Readonly<Record<string, string>> | undefined): number {
  return Object.values(data ?? {}).reduce((sum, value) => sum + encodeUtf8(value).length, 0);
}

function keyFaults(data: object | undefined, path: string): FieldError[] {
  return Object.keys(data ?? {}).flatMap((key) =>
    fieldErrors.invalidEach(`${path}[${key}]`, key, configKeyFaults(key)),
  );
}
