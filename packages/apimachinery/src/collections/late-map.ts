/** A Map that takes memory from its first entry on. An empty Map takes 200 bytes, and a Pod has dozens of them. */
export class LateMap<Key, Value> {
  #entries: Map<Key, Value> | undefined;

  get size(): number {
    return this.#entries?.size ?? 0;
  }

  has(key: Key): boolean {
    return this.#entries?.has(key) ?? false;
  }

  get(key: Key): Value | undefined {
    return this.#entries?.get(key);
  }

  set(key: Key, value: Value): this {
    (this.#entries ??= new Map()).set(key, value);
    return this;
  }

  delete(key: Key): boolean {
    return this.#entries?.delete(key) ?? false;
  }

  clear(): void {
    this.#entries?.clear();
  }

  keys(): IterableIterator<Key> {
    return (this.#entries ?? nothing).keys() as IterableIterator<Key>;
  }

  values(): IterableIterator<Value> {
    return (this.#entries ?? nothing).values() as IterableIterator<Value>;
  }

  [Symbol.iterator](): IterableIterator<[Key, Value]> {
    return (this.#entries ?? nothing)[Symbol.iterator]() as IterableIterator<[Key, Value]>;
  }
}

const nothing: ReadonlyMap<unknown, unknown> = new Map();
