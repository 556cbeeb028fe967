import { matchesSelector, type Selector } from '@podlab/apimachinery';
import type { StoredOf } from '../apiserver/local-api.ts';

interface Count {
  readonly namespace: string;
  readonly selector: Selector;
  readonly byNode: Map<string, number>;
}

/** How many questions are remembered. */
const capacity = 64;

/**
 * How many Pods of a namespace a selector finds on each node. The answer to a question once asked is kept right as Pods
 * come and go, so that spreading a thousand Pods does not count a thousand Pods a thousand times.
 */
export class MatchCounts {
  readonly #counts = new Map<string, Count>();
  readonly #podsOf: (nodeName: string) => Iterable<StoredOf<'pods'>>;
  readonly #nodeNames: () => Iterable<string>;

  /** @param cluster where to count when a question is new */
  constructor(cluster: {
    readonly nodeNames: () => Iterable<string>;
    readonly podsOf: (nodeName: string) => Iterable<StoredOf<'pods'>>;
  }) {
    this.#podsOf = cluster.podsOf;
    this.#nodeNames = cluster.nodeNames;
  }

  /** By node name; nodes without such Pods may be missing. Pods that are being deleted do not count. */
  get(namespace: string, selector: Selector): ReadonlyMap<string, number> {
    const key = `${namespace}|${textOf(selector)}`;
    const known = this.#counts.get(key);
    if (known) return known.byNode;
    const count: Count = { namespace, selector, byNode: new Map() };
    for (const nodeName of this.#nodeNames()) {
      for (const pod of this.#podsOf(nodeName)) change(count, pod, { nodeName, by: 1 });
    }
    this.#counts.set(key, count);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > capacity && oldest !== undefined) this.#counts.delete(oldest);
    return count.byNode;
  }

  /** Tells that a Pod, as it now is, is on a node. */
  added(pod: StoredOf<'pods'>, nodeName: string): void {
    for (const count of this.#counts.values()) change(count, pod, { nodeName, by: 1 });
  }

  /** Tells that a Pod, as it was told before, is no longer there. */
  removed(pod: StoredOf<'pods'>, nodeName: string): void {
    for (const count of this.#counts.values()) change(count, pod, { nodeName, by: -1 });
  }
}

/** Selectors never change, and that of an owner is asked for with each of its Pods. */
const texts = new WeakMap<Selector, string>();

function textOf(selector: Selector): string {
  let text = texts.get(selector);
  if (text === undefined) texts.set(selector, (text = JSON.stringify(selector)));
  return text;
}

function change(count: Count, pod: StoredOf<'pods'>, { nodeName, by }: { nodeName: string; by: 1 | -1 }): void {
  if (pod.metadata.namespace !== count.namespace || pod.metadata.deletionTimestamp) return;
  if (!matchesSelector(count.selector, pod.metadata.labels)) return;
  count.byNode.set(nodeName, (count.byNode.get(nodeName) ?? 0) + by);
}
