/** A value over the cluster's time line, kept only where it changes. */
export class Course<T> {
  readonly #steps: { readonly order: number; readonly value: T }[] = [];
  #askedUpTo = -Infinity;

  /** @returns whether an answer that was given before is another one now: watches may deliver out of step */
  add(order: number, value: T): boolean {
    const last = this.#steps.at(-1);
    if (last && last.value === value && last.order <= order) return false;
    this.#steps.push({ order, value });
    return order <= this.#askedUpTo;
  }

  /** The value in force at `order`; undefined before the first. */
  at(order: number): T | undefined {
    this.#askedUpTo = Math.max(this.#askedUpTo, order);
    return this.#steps.findLast((step) => step.order <= order)?.value;
  }

  get first(): T | undefined {
    return this.#steps[0]?.value;
  }

  get last(): T | undefined {
    return this.#steps.at(-1)?.value;
  }
}
