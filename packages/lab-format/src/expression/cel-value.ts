const converted = new WeakMap<object, unknown>();

/**
 * A JSON value as CEL sees it: whole numbers become integers, which JSON cannot tell from doubles. What has none is not
 * copied.
 * The result of a frozen or otherwise unchanging object is remembered; do not change an object after passing it.
 */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  const known = converted.get(value);
  if (known !== undefined) return known;
  const result = Array.isArray(value) ? listToCel(value) : mapToCel(value as Readonly<Record<string, unknown>>);
  converted.set(value, result);
  return result;
}

function listToCel(list: readonly unknown[]): readonly unknown[] {
  const items = list.map(toCel);
  return items.every((item, i) => item === list[i]) ? list : items;
}

function mapToCel(map: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(map).flatMap(([key, item]) =>
    item === undefined ? [] : [[key, toCel(item)] as const],
  );
  const isSame = entries.length === Object.keys(map).length && entries.every(([key, item]) => item === map[key]);
  return isSame ? map : Object.fromEntries(entries);
}

/** The same map for expressions, each value of it converted only when one looks at it: for long lists that few look at. */
export function convertedWhenAsked(map: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const asked: Record<string, unknown> = {};
  for (const key of Object.keys(map)) {
    Object.defineProperty(asked, key, { enumerable: true, get: () => toCel(map[key]) });
  }
  converted.set(asked, asked);
  return asked;
}

/** The inverse of `toCel`, for results: integers become numbers. */
export function fromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromCel);
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, fromCel(v)]));
}
