/** A heap whose first element comes before all others; among equals the one that was added first. */
export class PriorityHeap<T> {
  readonly #before: (a: T, b: T) => boolean;
  readonly #items: { readonly value: T; readonly sequence: number }[] = [];
  #added = 0;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  push(value: T): void {
    const items = this.#items;
    items.push({ value, sequence: this.#added });
    this.#added += 1;
    let at = items.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): T | undefined {
    const items = this.#items;
    const [first] = items;
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first?.value;
    items[0] = last;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < items.length && this.#isBefore(left, least)) least = left;
      if (right < items.length && this.#isBefore(right, least)) least = right;
      if (least === at) return first.value;
      this.#swap(at, least);
      at = least;
    }
  }

  /** The first that is still wanted; those before it are dropped. */
  first(isWanted: (value: T) => boolean): T | undefined {
    for (;;) {
      const [first] = this.#items;
      if (first === undefined || isWanted(first.value)) return first?.value;
      this.pop();
    }
  }

  #isBefore(a: number, b: number): boolean {
    const first = this.#at(a);
    const second = this.#at(b);
    if (this.#before(first.value, second.value)) return true;
    return !this.#before(second.value, first.value) && first.sequence < second.sequence;
  }

  #swap(a: number, b: number): void {
    const first = this.#at(a);
    this.#items[a] = this.#at(b);
    this.#items[b] = first;
  }

  #at(index: number): { readonly value: T; readonly sequence: number } {
    const item = this.#items[index];
    if (item === undefined) throw new RangeError(`the heap has no item ${index}`);
    return item;
  }
}
