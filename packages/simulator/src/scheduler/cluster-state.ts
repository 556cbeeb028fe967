import type { StoredOf } from '../apiserver/local-api.ts';
import { isPodTerminal } from '../controllers/objects/pod.ts';
import { MatchCounts } from './match-counts.ts';
import { NodeInfo } from './node-info.ts';
import { type PodInfo, podInfoOf, priorityOf } from './scheduled-pod.ts';

/** What the scheduler knows of nodes and of the Pods on them, its own decisions included before they are heard of. */
export class ClusterState {
  readonly #nodes = new Map<string, NodeInfo>();
  /** What `nodes` answers, until a node comes or goes. */
  #existing: readonly NodeInfo[] | undefined;
  readonly #nodeOfPod = new Map<string, string>();
  readonly #nominated = new Map<string, { readonly pod: StoredOf<'pods'>; readonly nodeName: string }>();
  readonly matchCounts = new MatchCounts({
    nodeNames: () => this.#nodes.keys(),
    podsOf: (nodeName) => this.#podsOf(nodeName),
  });

  /** Nodes that exist, in the order in which they were made known. */
  nodes(): readonly NodeInfo[] {
    this.#existing ??= [...this.#nodes.values()].filter(({ node }) => node !== undefined);
    return this.#existing;
  }

  setNode(node: StoredOf<'nodes'>): void {
    this.#infoOf(node.metadata.name).node = node;
    this.#existing = undefined;
  }

  removeNode(name: string): void {
    const info = this.#nodes.get(name);
    if (info) info.node = undefined;
    this.#existing = undefined;
    if (info?.pods.size === 0) this.#nodes.delete(name);
  }

  /**
   * Takes a Pod in, as assigned to `nodeName`; one that has ended needs nothing any more.
   * @param info of the Pod, when it is known
   */
  setPod(pod: StoredOf<'pods'>, nodeName: string | undefined, info?: PodInfo): void {
    const { uid } = pod.metadata;
    if (!nodeName || isPodTerminal(pod)) {
      this.removePod(uid);
      return;
    }
    const taken = info ?? podInfoOf(pod);
    // What the scheduler itself has decided comes back to it as a change.
    if (this.#nodeOfPod.get(uid) === nodeName && this.#nodes.get(nodeName)?.replace(taken)) return;
    this.removePod(uid);
    this.#infoOf(nodeName).add(taken);
    this.#nodeOfPod.set(uid, nodeName);
    this.matchCounts.added(pod, nodeName);
  }

  /** @returns whether it was there */
  removePod(uid: string): boolean {
    const nodeName = this.#nodeOfPod.get(uid);
    const info = nodeName === undefined ? undefined : this.#nodes.get(nodeName);
    const known = info?.pods.get(uid);
    if (nodeName === undefined || !info || !known) return false;
    info.remove(uid);
    this.#nodeOfPod.delete(uid);
    this.matchCounts.removed(known.pod, nodeName);
    if (!info.node && info.pods.size === 0) this.#nodes.delete(nodeName);
    return true;
  }

  /** Promises a node to a Pod for which others have to make room first. */
  nominate(pod: StoredOf<'pods'>, nodeName: string): void {
    this.#nominated.set(pod.metadata.uid, { pod, nodeName });
  }

  /** The promise has been kept, or is void. */
  denominate(uid: string): void {
    this.#nominated.delete(uid);
  }

  /** Calls `decide` as if Pods to which a node is promised were there, but for `pod` itself and less important ones. */
  withNominated<T>(pod: StoredOf<'pods'>, decide: () => T): T {
    const promised = [...this.#nominated.values()].filter(
      (other) => other.pod.metadata.uid !== pod.metadata.uid && priorityOf(other.pod) >= priorityOf(pod),
    );
    for (const other of promised) this.setPod(other.pod, other.nodeName);
    try {
      return decide();
    } finally {
      for (const other of promised) this.removePod(other.pod.metadata.uid);
    }
  }

  #infoOf(name: string): NodeInfo {
    let info = this.#nodes.get(name);
    if (!info) {
      info = new NodeInfo();
      this.#nodes.set(name, info);
    }
    return info;
  }

  *#podsOf(nodeName: string): Iterable<StoredOf<'pods'>> {
    for (const { pod } of this.#nodes.get(nodeName)?.pods.values() ?? []) yield pod;
  }
}
