import type { Stored } from '@podlab/apimachinery';

/**
 * What was worked out for each object of a list, for the next time that the list is looked at: then only objects that
 * have changed are worked out again. With 10,000 Pods in one ReplicaSet, looking at all of them in each sync was a third
 * of everything the cluster did.
 */
export class Remembered<Item extends Pick<Stored, 'metadata'>, Value> {
  #items: readonly Item[] = [];
  #values: readonly Value[] = [];

  /**
   * The values of `items`, in order.
   * @param items as last time, with some changed in place, some gone, and new ones at the end; in any other order more
   * is worked out than need be
   * @param workOut depends on nothing but the object
   */
  of(items: readonly Item[], workOut: (item: Item) => Value): readonly Value[] {
    const values: Value[] = [];
    let at = 0;
    for (const item of items) {
      if (this.#items[at] !== item) {
        const { uid } = item.metadata;
        while (at < this.#items.length && this.#items[at]?.metadata.uid !== uid) at += 1;
      }
      values.push(this.#items[at] === item ? (this.#values[at] as Value) : workOut(item));
      at += 1;
    }
    this.#items = items;
    this.#values = values;
    return values;
  }
}
