/** A Set that takes memory from its first item on. */
export class LateSet<Item> {
  #items: Set<Item> | undefined;

  get size(): number {
    return this.#items?.size ?? 0;
  }

  has(item: Item): boolean {
    return this.#items?.has(item) ?? false;
  }

  add(item: Item): this {
    (this.#items ??= new Set()).add(item);
    return this;
  }

  delete(item: Item): boolean {
    return this.#items?.delete(item) ?? false;
  }

  clear(): void {
    this.#items?.clear();
  }

  [Symbol.iterator](): IterableIterator<Item> {
    return (this.#items ?? nothing)[Symbol.iterator]() as IterableIterator<Item>;
  }
}

const nothing: ReadonlySet<unknown> = new Set();
