import type { OwnerPicture, PodPicture } from './cluster-picture.ts';

export interface PodGroup {
  /** UID of the owner; undefined: Pods that nobody owns. */
  readonly key: string | undefined;
  readonly owner: OwnerPicture | undefined;
  readonly pods: readonly PodPicture[];
}

/** Pods by their owner, in the owners' order; those that nobody owns come last. */
export function groupPods(pods: readonly PodPicture[], owners: readonly OwnerPicture[]): readonly PodGroup[] {
  const groups = owners.map((owner) => ({
    key: owner.uid,
    owner,
    pods: pods.filter((pod) => pod.owner === owner.uid),
  }));
  const known = new Set(owners.map(({ uid }) => uid));
  const loose = pods.filter(({ owner }) => owner === undefined || !known.has(owner));
  return [...groups, { key: undefined, owner: undefined, pods: loose }];
}
