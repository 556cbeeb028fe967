import { deepEqual } from '@podlab/apimachinery';
import { isSharedValue } from './shared-value.ts';

/** A copy of a JSON value that may be changed. Fields that are undefined are left out. */
export function cloneJson<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cloneJson) as T;
  // A copy of an object takes less memory than one that grows field by field.
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  for (const key of Object.keys(copy)) {
    const child = copy[key];
    if (child === undefined) return cloneDefined(value);
    if (typeof child === 'object') copy[key] = cloneJson(child);
  }
  return copy as T;
}

function cloneDefined<T extends object>(value: T): T {
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) if (child !== undefined) copy[key] = cloneJson(child);
  return copy as T;
}

/**
 * A copy of `value` in which every part that equals its counterpart in `previous` is that counterpart; `previous` itself
 * when nothing has changed. Fields that are undefined are left out. What `cloneJson` and `shareStructure` do in two
 * passes, for what nobody changes in between.
 */
export function copyShared<T>(value: T, previous: unknown): T {
  if (value === previous || typeof value !== 'object' || value === null) return value;
  // Nobody will change it, so it need not be a copy.
  if (isSharedValue(value)) return deepEqual(value, previous) ? (previous as T) : value;
  if (typeof previous !== 'object' || previous === null) return cloneJson(value);
  if (Array.isArray(value)) return Array.isArray(previous) ? (copySharedList(value, previous) as T) : cloneJson(value);
  if (Array.isArray(previous)) return cloneJson(value);
  return copySharedMap(value, previous as Record<string, unknown>) as T;
}

function copySharedList(value: readonly unknown[], previous: readonly unknown[]): readonly unknown[] {
  let same = value.length === previous.length;
  const copy = value.map((item, i) => {
    const shared = copyShared(item, previous[i]);
    same &&= shared === previous[i];
    return shared;
  });
  return same ? previous : copy;
}

function copySharedMap(
  value: Readonly<Record<string, unknown>>,
  previous: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const fields = Object.keys(value);
  let same = true;
  // Copied as late as can be: most maps turn out to be the one before.
  let copy: Record<string, unknown> | undefined;
  for (const key of fields) {
    const field = value[key];
    if (field === undefined) return copySharedMap(cloneDefined(value), previous);
    const before = Object.hasOwn(previous, key) ? previous[key] : undefined;
    const shared = copyShared(field, before);
    same &&= shared === before;
    if (shared === field) continue;
    copy ??= { ...value };
    copy[key] = shared;
  }
  if (same && fields.length === Object.keys(previous).length) return previous;
  return copy ?? { ...value };
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
