/**
 * A Map that takes little memory while it has few entries: none while it is empty, where a Map takes 200 bytes. A Pod has
 * dozens of them. Unlike a Map, it is gone through as it was at the beginning, whatever changes meanwhile.
 */
export class LateMap<Key, Value> {
  /** Few entries are keys and values in turn; that list is not changed but replaced. */
  #entries: readonly (Key | Value)[] | Map<Key, Value> = none;

  get size(): number {
    return this.#entries instanceof Map ? this.#entries.size : this.#entries.length / 2;
  }

  has(key: Key): boolean {
    return this.#entries instanceof Map ? this.#entries.has(key) : placeOf(this.#entries, key) >= 0;
  }

  get(key: Key): Value | undefined {
    const entries = this.#entries;
    if (entries instanceof Map) return entries.get(key);
    const at = placeOf(entries, key);
    return at < 0 ? undefined : (entries[at + 1] as Value);
  }

  set(key: Key, value: Value): this {
    const entries = this.#entries;
    if (entries instanceof Map) entries.set(key, value);
    else {
      const at = placeOf(entries, key);
      if (at >= 0) this.#entries = replaced(entries, at + 1, value);
      else if (entries.length < mostFew * 2) this.#entries = entries.concat([key, value]);
      else this.#entries = new Map(this).set(key, value);
    }
    return this;
  }

  delete(key: Key): boolean {
    const entries = this.#entries;
    if (entries instanceof Map) return entries.delete(key);
    const at = placeOf(entries, key);
    if (at < 0) return false;
    this.#entries = entries.length === 2 ? none : entries.slice(0, at).concat(entries.slice(at + 2));
    return true;
  }

  clear(): void {
    this.#entries = none;
  }

  keys(): IterableIterator<Key> {
    return Array.from(this, ([key]) => key).values();
  }

  values(): IterableIterator<Value> {
    return Array.from(this, ([, value]) => value).values();
  }

  *[Symbol.iterator](): IterableIterator<[Key, Value]> {
    const entries = this.#entries;
    if (entries instanceof Map) yield* Array.from(entries);
    else for (let at = 0; at < entries.length; at += 2) yield [entries[at] as Key, entries[at + 1] as Value];
  }
}

const none: readonly never[] = [];
/** From here on, looking through them takes longer than a Map does. */
const mostFew = 8;

function placeOf(entries: readonly unknown[], key: unknown): number {
  for (let at = 0; at < entries.length; at += 2) if (entries[at] === key) return at;
  return -1;
}

function replaced<Item>(list: readonly Item[], at: number, item: Item): readonly Item[] {
  const copy = list.slice();
  copy[at] = item;
  return copy;
}
