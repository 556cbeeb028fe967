/**
 * A Set that takes little memory while it has few items, and none while it is empty. Unlike a Set, it is gone through as
 * it was at the beginning, whatever changes meanwhile.
 */
export class LateSet<Item> {
  /** A list is not changed but replaced. */
  #items: readonly Item[] | Set<Item> = none;

  get size(): number {
    return this.#items instanceof Set ? this.#items.size : this.#items.length;
  }

  has(item: Item): boolean {
    return this.#items instanceof Set ? this.#items.has(item) : this.#items.includes(item);
  }

  add(item: Item): this {
    const items = this.#items;
    if (items instanceof Set) items.add(item);
    else if (!items.includes(item)) {
      this.#items = items.length < mostFew ? items.concat([item]) : new Set(items).add(item);
    }
    return this;
  }

  delete(item: Item): boolean {
    const items = this.#items;
    if (items instanceof Set) return items.delete(item);
    if (!items.includes(item)) return false;
    this.#items = items.length === 1 ? none : items.filter((other) => other !== item);
    return true;
  }

  clear(): void {
    this.#items = none;
  }

  [Symbol.iterator](): IterableIterator<Item> {
    return (this.#items instanceof Set ? Array.from(this.#items) : this.#items).values() as IterableIterator<Item>;
  }
}

const none: readonly never[] = [];
/** From here on, looking through them takes longer than a Set does. */
const mostFew = 8;
