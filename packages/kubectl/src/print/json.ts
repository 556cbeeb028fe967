import { goEscaped, isMap, sortKeys } from '@podlab/apimachinery';

/** An object as kubectl prints it in JSON: keys sorted, four blanks. */
export function toJson(value: unknown): string {
  return `${goEscaped(JSON.stringify(sortKeys(value), undefined, 4))}\n`;
}

/** A copy without `managedFields`, which kubectl keeps to itself unless asked. */
export function withoutManagedFields<T>(object: T): T {
  if (!isMap(object) || !isMap(object['metadata'])) return object;
  const { managedFields: _dropped, ...metadata } = object['metadata'];
  return { ...object, metadata };
}
