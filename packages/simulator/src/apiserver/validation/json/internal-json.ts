import { isMap } from '@podlab/apimachinery';
import { internalTypes } from './internal-types.ts';

/**
 * An object as Go prints the API server's internal type of it: all fields by their Go names and in their order, empty
 * ones too, indented by one blank.
 * @param typeName such as `PersistentVolumeClaimSpec`
 * @see k8s.io/apimachinery/pkg/util/diff/diff.go (v1.36)
 */
export function internalJson(typeName: string, object: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(internalObject(typeName, object), undefined, 1).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same, as an object. */
export function internalObject(typeName: string, object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const byLowerName = new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
  const result: Record<string, unknown> = {};
  for (const field of (internalTypes[typeName] ?? '').split(';')) {
    const [name = '', type] = field.split(' ');
    if (type === undefined) Object.assign(result, internalObject(name, object));
    else result[name] = internalValue(type, byLowerName.get(name.toLowerCase()));
  }
  return result;
}

function internalValue(type: string, value: unknown): unknown {
  if (type.startsWith('*')) return value === undefined ? null : internalValue(type.slice(1), value);
  if (type.startsWith('[]')) {
    if (!Array.isArray(value)) return null;
    return value.map((item) => internalValue(type.slice(2), item));
  }
  if (type.startsWith('{}')) return isMap(value) ? sortedMap(type.slice(2), value) : null;
  switch (type) {
    case 's':
      return value ?? '';
    case 'b':
      return value ?? false;
    case 'n':
      return value ?? 0;
    case 'j':
      return value ?? null;
    default:
      return internalObject(type, isMap(value) ? value : {});
  }
}

function sortedMap(type: string, map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keys = Object.keys(map).sort();
  return Object.fromEntries(keys.map((key) => [key, internalValue(type, map[key])]));
}
