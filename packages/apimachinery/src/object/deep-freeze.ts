/** `T` with every field and list read-only, all the way down. */
export type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** Freezes `value` and all it holds, in place. Stops at what is frozen already. @returns the same value */
export function deepFreeze<T>(value: T): T {
  if (isOpen(value)) freezeAll(value);
  return value;
}

function freezeAll(value: object): void {
  Object.freeze(value);
  // Every write of a cluster comes through here: an iterator for each list and map would be a tenth of its garbage.
  for (const name in value) {
    const child: unknown = (value as Readonly<Record<string, unknown>>)[name];
    if (isOpen(child)) freezeAll(child);
  }
}

function isOpen(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Object.isFrozen(value);
}
