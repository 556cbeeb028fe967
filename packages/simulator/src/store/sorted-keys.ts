/**
 * Keys in order of their bytes. They are put in order when somebody asks, not one by one as they come: among the Events
 * of 10,000 Pods, making room for each new key was a twentieth of everything the cluster did.
 */
export class SortedKeys {
  #sorted: string[] = [];
  readonly #added = new Set<string>();
  readonly #deleted = new Set<string>();

  /** @param key is not among the keys */
  add(key: string): void {
    if (!this.#deleted.delete(key)) this.#added.add(key);
  }

  /** @param key is among the keys */
  delete(key: string): void {
    if (!this.#added.delete(key)) this.#deleted.add(key);
  }

  /** All keys. Not to be changed; holds until the next change. */
  all(): readonly string[] {
    if (this.#added.size + this.#deleted.size > 0) {
      const added = [...this.#added].sort();
      this.#sorted = merge(
        this.#deleted.size > 0 ? this.#sorted.filter((key) => !this.#deleted.has(key)) : this.#sorted,
        added,
      );
      this.#added.clear();
      this.#deleted.clear();
    }
    return this.#sorted;
  }

  startingWith(prefix: string): readonly string[] {
    const keys = this.all();
    // U+FFFF comes after every character that a name may have.
    return keys.slice(positionOf(keys, prefix), positionOf(keys, `${prefix}\uffff`));
  }
}

function merge(a: string[], b: readonly string[]): string[] {
  if (b.length === 0) return a;
  const [first = ''] = b;
  const merged = a.slice(0, positionOf(a, first));
  let at = merged.length;
  for (const key of b) {
    while (at < a.length && (a[at] as string) < key) merged.push(a[at++] as string);
    merged.push(key);
  }
  while (at < a.length) merged.push(a[at++] as string);
  return merged;
}

/** Where `key` is, or belongs. */
function positionOf(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
