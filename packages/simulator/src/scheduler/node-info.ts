import type { StoredOf } from '../apiserver/local-api.ts';
import { addAmounts, type Amounts, amountsOf, subtractAmounts } from './resources.ts';
import type { HostPort, PodInfo } from './scheduled-pod.ts';

/** A node with the Pods on it and the sums over them, kept as Pods come and go. */
export class NodeInfo {
  readonly pods = new Map<string, PodInfo>();
  /** Those of `pods` that have affinity or anti-affinity terms. */
  readonly podsWithAffinity = new Map<string, PodInfo>();
  requested: Amounts = {};
  scoredRequested: Amounts = {};
  allocatable: Amounts = {};
  #node: StoredOf<'nodes'> | undefined;

  /** Undefined while Pods are known to be on a node that is not. */
  get node(): StoredOf<'nodes'> | undefined {
    return this.#node;
  }

  set node(node: StoredOf<'nodes'> | undefined) {
    this.#node = node;
    this.allocatable = amountsOf(node?.status?.allocatable);
  }

  add(info: PodInfo): void {
    const { uid } = info.pod.metadata;
    this.remove(uid);
    this.pods.set(uid, info);
    this.requested = addAmounts(this.requested, info.requests);
    this.scoredRequested = addAmounts(this.scoredRequested, info.scoredRequests);
    if (hasAffinity(info)) this.podsWithAffinity.set(uid, info);
  }

  /**
   * Puts a Pod in the place of the same Pod as it was before. @returns false, with nothing done, when it needs something
   * else now or could be counted otherwise
   */
  replace(info: PodInfo): boolean {
    const { uid, labels, deletionTimestamp } = info.pod.metadata;
    const known = this.pods.get(uid);
    if (!known || known.pod.metadata.labels !== labels) return false;
    if (known.requests !== info.requests || known.scoredRequests !== info.scoredRequests) return false;
    if (known.pod.metadata.deletionTimestamp !== deletionTimestamp) return false;
    if (hasAffinity(known) || hasAffinity(info)) return false;
    this.pods.set(uid, info);
    return true;
  }

  remove(uid: string): void {
    const info = this.pods.get(uid);
    if (!info) return;
    this.pods.delete(uid);
    this.podsWithAffinity.delete(uid);
    this.requested = subtractAmounts(this.requested, info.requests);
    this.scoredRequested = subtractAmounts(this.scoredRequested, info.scoredRequests);
  }

  /** Whether a Pod here takes the same port of the same, or of every, address. */
  isPortTaken(wanted: HostPort): boolean {
    for (const { hostPorts } of this.pods.values()) {
      if (hostPorts.some((taken) => conflictingPorts(taken, wanted))) return true;
    }
    return false;
  }
}

function hasAffinity(info: PodInfo): boolean {
  return (
    info.requiredAffinity.length > 0 ||
    info.requiredAntiAffinity.length > 0 ||
    info.preferredAffinity.length > 0 ||
    info.preferredAntiAffinity.length > 0
  );
}

/** Whether two Pods cannot have these ports on one host. */
export function conflictingPorts(a: HostPort, b: HostPort): boolean {
  const sameAddress = a.ip === b.ip || a.ip === '0.0.0.0' || b.ip === '0.0.0.0';
  return a.port === b.port && a.protocol === b.protocol && sameAddress;
}
