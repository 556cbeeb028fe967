import type { ClusterPicture, OwnerPicture, PodPicture } from './cluster-picture.ts';

export interface OwnerLine {
  readonly owner: OwnerPicture;
  readonly parent: OwnerPicture | undefined;
  /** Its Pods that are not on their way out. */
  readonly count: number;
}

/** The owners that have or want Pods. */
export function ownerLines({ owners }: ClusterPicture, pods: readonly PodPicture[]): readonly OwnerLine[] {
  return owners
    .filter(({ kind }) => kind !== 'Deployment' && kind !== 'CronJob')
    .map((owner) => ({
      owner,
      parent: owners.find(({ uid }) => uid === owner.owner),
      count: pods.filter((pod) => pod.owner === owner.uid && pod.terminating === undefined).length,
    }))
    .filter(({ owner, count }) => count > 0 || (owner.wanted ?? 0) > 0);
}

/** How many Pods an owner has, and of how many that it wants. */
export function sayCount({ owner, count }: OwnerLine): string {
  return owner.wanted === undefined ? String(count) : `${count} of ${owner.wanted}`;
}
