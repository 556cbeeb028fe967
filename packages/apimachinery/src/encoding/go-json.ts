import { isMap } from '../patch/merge-patch.ts';

/** JSON as Go writes it: safe to stand in HTML and in a script. */
export function goEscaped(json: string): string {
  return json.replaceAll(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What Go's decoder calls a JSON value that does not fit: `array`, `bool`, `object`, `string`, `number`. */
export function goJsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
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
