/** A copy of a JSON value that may be changed. Fields that are undefined are left out. */
export function cloneJson<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cloneJson) as T;
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) if (child !== undefined) copy[key] = cloneJson(child);
  return copy as T;
}

/**
 * `next` with every part that equals its counterpart in `previous` replaced by that counterpart, so that `===` tells
 * whether anything changed. Takes ownership of `next` (it is changed in place) and leaves `previous` alone.
 */
export function shareStructure<T>(next: T, previous: unknown): T {
  if (next === previous) return next;
  if (typeof next !== 'object' || next === null || typeof previous !== 'object' || previous === null) return next;
  if (Array.isArray(next)) {
    if (!Array.isArray(previous)) return next;
    return shareList(next as unknown[], previous) as T;
  }
  if (Array.isArray(previous)) return next;
  return shareMap(next as Record<string, unknown>, previous as Record<string, unknown>) as T;
}

function shareList(next: unknown[], previous: readonly unknown[]): readonly unknown[] {
  let same = next.length === previous.length;
  for (let i = 0; i < next.length; i += 1) {
    next[i] = shareStructure(next[i], previous[i]);
    same &&= next[i] === previous[i];
  }
  return same ? previous : next;
}

function shareMap(next: Record<string, unknown>, previous: Readonly<Record<string, unknown>>): object {
  const keys = Object.keys(next);
  let same = keys.length === Object.keys(previous).length;
  for (const key of keys) {
    const shared = shareStructure(next[key], previous[key]);
    if (shared !== next[key]) next[key] = shared;
    same &&= shared === previous[key] && Object.hasOwn(previous, key);
  }
  return same ? previous : next;
}
