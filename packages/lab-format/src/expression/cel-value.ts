const converted = new WeakMap<object, unknown>();

/**
 * A JSON value as CEL sees it: whole numbers become integers, which JSON cannot tell from doubles.
 * The result of a frozen or otherwise unchanging object is remembered; do not change an object after passing it.
 */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  const known = converted.get(value);
  if (known !== undefined) return known;
  const result: unknown = Array.isArray(value)
    ? value.map(toCel)
    : Object.fromEntries(Object.entries(value).flatMap(([key, v]) => (v === undefined ? [] : [[key, toCel(v)]])));
  converted.set(value, result);
  return result;
}

/** The inverse of `toCel`, for results: integers become numbers. */
export function fromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromCel);
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, fromCel(v)]));
}
