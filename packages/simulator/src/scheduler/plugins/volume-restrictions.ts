import { claimsUsedBy } from '../../controllers/persistent-volume/claims-used-by.ts';
import { type FilterPlugin, reject } from './plugin.ts';

const reason =
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod';

/** Gives a claim of mode ReadWriteOncePod to one Pod at a time. @see pkg/scheduler/framework/plugins/volumerestrictions */
export const volumeRestrictions: FilterPlugin = {
  name: 'VolumeRestrictions',
  forPod: ({ pod }, { storage, cluster }) => {
    const { namespace = '' } = pod.metadata;
    const exclusive = claimsUsedBy(pod).filter((name) =>
      storage.findClaim(namespace, name)?.spec?.accessModes?.includes('ReadWriteOncePod'),
    );
    if (exclusive.length === 0) return undefined;
    return () => {
      const isTaken = cluster
        .nodes()
        .some(({ pods }) =>
          [...pods.values()].some(
            ({ pod: other }) =>
              other.metadata.namespace === namespace && claimsUsedBy(other).some((name) => exclusive.includes(name)),
          ),
        );
      return isTaken ? reject(reason, false) : undefined;
    };
  },
  mayHelp: (change, { pod }) => {
    const isShared = (namespace: string | undefined, names: readonly string[]) =>
      namespace === pod.metadata.namespace && claimsUsedBy(pod).some((name) => names.includes(name));
    switch (change.kind) {
      case 'nodeAdded':
        return true;
      case 'podGone':
        return isShared(change.pod.metadata.namespace, claimsUsedBy(change.pod));
      case 'claimChanged':
        return isShared(change.claim.metadata.namespace, [change.claim.metadata.name]);
      default:
        return false;
    }
  },
};
