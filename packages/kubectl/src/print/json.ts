import { isMap } from '@podlab/apimachinery';

/** An object as kubectl prints it in JSON: keys sorted, four blanks. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(sortKeys(value), undefined, 4)}\n`;
}

/** A copy whose maps are in order of their keys. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((key) => [key, sortKeys(value[key])]),
  );
}

/** A copy without `managedFields`, which kubectl keeps to itself unless asked. */
export function withoutManagedFields<T>(object: T): T {
  if (!isMap(object) || !isMap(object['metadata'])) return object;
  const { managedFields: _dropped, ...metadata } = object['metadata'];
  return { ...object, metadata };
}
