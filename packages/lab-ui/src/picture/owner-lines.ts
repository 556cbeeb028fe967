import type { ClusterPicture, OwnerPicture, PodPicture } from './cluster-picture.ts';

export interface OwnerLine {
  readonly owner: OwnerPicture;
  readonly parent: OwnerPicture | undefined;
  /** Its Pods that are not on their way out; of a Job, those that have completed. */
  readonly count: number;
}

/** The owners that have or want Pods. */
export function ownerLines({ owners }: ClusterPicture, pods: readonly PodPicture[]): readonly OwnerLine[] {
  return owners
    .filter(({ kind }) => kind !== 'Deployment' && kind !== 'CronJob')
    .map((owner) => ({
      owner,
      parent: owners.find(({ uid }) => uid === owner.owner),
      count: pods.filter((pod) => pod.owner === owner.uid && counts(pod, owner)).length,
    }))
    .filter(({ owner, count }) => count > 0 || (owner.wanted ?? 0) > 0 || owner.kind === 'Job');
}

function counts({ terminating, look }: PodPicture, { kind }: OwnerPicture): boolean {
  return kind === 'Job' ? look === 'succeeded' : terminating === undefined;
}

/** How many Pods an owner has, and of how many that it wants; how many of a Job's completions there are. */
export function sayCount({ owner, count }: OwnerLine): string {
  const text = owner.wanted === undefined ? String(count) : `${count} of ${owner.wanted}`;
  return owner.kind === 'Job' ? `${text} completed` : text;
}
