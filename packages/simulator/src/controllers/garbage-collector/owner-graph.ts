import type { Stored } from '@podlab/apimachinery';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import type { ObjectChange, ResourceName } from '../../apiserver/local-api.ts';

/** An object in the graph: just enough to find it and its relatives. */
export interface GraphNode {
  readonly resource: ResourceName;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
  readonly owners: readonly OwnerReference[];
  /** It is being deleted, and waits for its dependents to go before. */
  readonly awaitsDependents: boolean;
}

/** Who owns whom, by UID, as heard from watches. @see pkg/controller/garbagecollector/graph_builder.go */
export class OwnerGraph {
  readonly #nodes = new Map<string, GraphNode>();
  /** Owner's UID → dependents' UIDs; also for owners that are not, or no longer, there. */
  readonly #dependents = new Map<string, Set<string>>();

  find(uid: string): GraphNode | undefined {
    return this.#nodes.get(uid);
  }

  dependentsOf(uid: string): GraphNode[] {
    return [...(this.#dependents.get(uid) ?? [])].map((dependent) => this.#nodes.get(dependent) as GraphNode);
  }

  /** Takes a change in. @returns the UIDs of the objects to be looked at because of it */
  observe(resource: ResourceName, change: ObjectChange<Pick<Stored, 'metadata'>>): Iterable<string> {
    const { uid } = change.object.metadata;
    if (change.type === 'DELETED') return this.#remove(uid);
    const { metadata } = change.object;
    const isNews =
      change.type === 'ADDED' ||
      metadata.ownerReferences !== change.old.metadata.ownerReferences ||
      metadata.finalizers !== change.old.metadata.finalizers ||
      metadata.deletionTimestamp !== change.old.metadata.deletionTimestamp;
    if (!isNews) return [];
    const { namespace, name, ownerReferences: owners = [], finalizers = [], deletionTimestamp } = metadata;
    const isCollecting = deletionTimestamp !== undefined && finalizers.some((name) => collectorFinalizers.has(name));
    const before = this.#nodes.get(uid);
    this.#unlink(uid);
    const awaitsDependents = deletionTimestamp !== undefined && finalizers.includes(foregroundFinalizer);
    this.#nodes.set(uid, { resource, namespace, name, uid, owners, awaitsDependents });
    for (const owner of owners) this.#dependentsSet(owner.uid).add(uid);
    if (isCollecting) return [uid, ...this.dependentsOf(uid).map((dependent) => dependent.uid)];
    // Who is owned by something that is there is of no interest, also when that waits for its dependents already.
    const isDoubtful = owners.some((owner) => !this.#isOwner(owner, namespace));
    return [...(isDoubtful ? [uid] : []), ...this.#unblocked(before?.owners ?? [], owners)];
  }

  /** Whether what the reference names is known, and may own what is in this namespace. */
  #isOwner({ uid, name }: OwnerReference, namespace: string | undefined): boolean {
    const owner = this.#nodes.get(uid);
    return owner?.name === name && (owner.namespace === undefined || owner.namespace === namespace);
  }

  /** Owners that wait for their dependents, and have lost this one. */
  #unblocked(before: readonly OwnerReference[], after: readonly OwnerReference[]): string[] {
    const lost = before.filter(({ uid }) => !after.some((owner) => owner.uid === uid));
    return lost.filter(({ uid }) => this.#nodes.get(uid)?.awaitsDependents).map(({ uid }) => uid);
  }

  #remove(uid: string): string[] {
    const node = this.#nodes.get(uid);
    if (!node) return [];
    this.#unlink(uid);
    this.#nodes.delete(uid);
    const waiting = node.owners.filter((owner) => this.#nodes.get(owner.uid)?.awaitsDependents);
    // One that waits is looked at again, and with it what it has got since it began to wait.
    const siblings = waiting.flatMap((owner) => [owner.uid, ...(this.#dependents.get(owner.uid) ?? [])]);
    return [...(this.#dependents.get(uid) ?? []), ...siblings];
  }

  #unlink(uid: string): void {
    for (const owner of this.#nodes.get(uid)?.owners ?? []) {
      const dependents = this.#dependents.get(owner.uid);
      dependents?.delete(uid);
      if (dependents?.size === 0) this.#dependents.delete(owner.uid);
    }
  }

  #dependentsSet(uid: string): Set<string> {
    let dependents = this.#dependents.get(uid);
    if (!dependents) {
      dependents = new Set();
      this.#dependents.set(uid, dependents);
    }
    return dependents;
  }
}

/** The object is to go after its dependents. */
export const foregroundFinalizer = 'foregroundDeletion';
/** The object is to go and leave its dependents behind. */
export const orphanFinalizer = 'orphan';

const collectorFinalizers = new Set([foregroundFinalizer, orphanFinalizer]);
