import { deepFreeze } from '@podlab/apimachinery';

/**
 * A frozen value that reads the same: the one that was given before, if there is one. The Pods of a Deployment have the
 * same conditions, times included; held once, they are also compared once. Does not change `value`, and leaves out
 * fields that are undefined.
 */
export function sharedValue<T extends object>(value: T): T {
  const text = JSON.stringify(value);
  const known = values.get(text);
  if (known) return known as T;
  if (values.size >= mostValues) values.clear();
  const first = deepFreeze(JSON.parse(text) as T);
  values.set(text, first);
  shared.add(first);
  return first;
}

/** Whether a value came from `sharedValue`: then it is likely to be seen again. */
export function isSharedValue(value: unknown): value is object {
  return typeof value === 'object' && value !== null && shared.has(value);
}

/** As times go on, what was shared is not asked for any more. */
const mostValues = 500;
const values = new Map<string, object>();
const shared = new WeakSet<object>();
