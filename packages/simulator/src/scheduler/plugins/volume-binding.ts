import type { StoredOf } from '../../apiserver/local-api.ts';
import { claimsUsedBy } from '../../controllers/persistent-volume/claims-used-by.ts';
import { planPodVolumes, sortClaims, type StorageView } from '../pod-volumes.ts';
import type { FilterPlugin } from './plugin.ts';

/** Sends a Pod where its volumes are, or can be. @see pkg/scheduler/framework/plugins/volumebinding/volume_binding.go */
export const volumeBinding: FilterPlugin = {
  name: 'VolumeBinding',
  forPod: ({ pod }, { storage }) => {
    if (claimsUsedBy(pod).length === 0) return undefined;
    return ({ node }) => {
      const plan = node && planPodVolumes(pod, node, storage);
      return plan && 'reasons' in plan ? { reasons: plan.reasons, isUnresolvable: true } : undefined;
    };
  },
  mayHelp: (change, { pod }) => {
    switch (change.kind) {
      case 'claimChanged':
        return (
          change.claim.metadata.namespace === pod.metadata.namespace &&
          claimsUsedBy(pod).includes(change.claim.metadata.name)
        );
      case 'volumeChanged':
      case 'storageClassAdded':
      case 'nodeAdded':
        return true;
      case 'nodeChanged':
        return JSON.stringify(change.old.metadata.labels) !== JSON.stringify(change.node.metadata.labels);
      default:
        return false;
    }
  },
};

/** What keeps a Pod from every node, and the plugin that says so. */
export interface VolumeFault {
  readonly why: string;
  readonly plugin: 'VolumeBinding' | 'VolumeRestrictions';
}

/**
 * Why a Pod's volumes keep it from every node. That a claim is missing is noticed by the plugin that looks first.
 * @see pkg/scheduler/framework/plugins/volumebinding/volume_binding.go, volumerestrictions `PreFilter` (v1.36)
 */
export function findVolumeFault(pod: StoredOf<'pods'>, storage: StorageView): VolumeFault | undefined {
  const { namespace = '' } = pod.metadata;
  for (const { persistentVolumeClaim } of pod.spec?.volumes ?? []) {
    if (persistentVolumeClaim && !storage.findClaim(namespace, persistentVolumeClaim.claimName)) {
      const why = `persistentvolumeclaim "${persistentVolumeClaim.claimName}" not found`;
      return { why, plugin: 'VolumeRestrictions' };
    }
  }
  const why = findBindingFault(pod, storage);
  return why === undefined ? undefined : { why, plugin: 'VolumeBinding' };
}

function findBindingFault(pod: StoredOf<'pods'>, storage: StorageView): string | undefined {
  const { namespace = '', name: podName } = pod.metadata;
  for (const { name, persistentVolumeClaim, ephemeral } of pod.spec?.volumes ?? []) {
    if (!persistentVolumeClaim && !ephemeral) continue;
    const claimName = persistentVolumeClaim?.claimName ?? `${podName}-${name}`;
    const claim = storage.findClaim(namespace, claimName);
    if (!claim) {
      return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${claimName}"`;
    }
    if (claim.status?.phase === 'Lost') {
      return `persistentvolumeclaim "${claimName}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ''}"`;
    }
    if (claim.metadata.deletionTimestamp) return `persistentvolumeclaim "${claimName}" is being deleted`;
  }
  return sortClaims(pod, storage).immediate.length > 0 ? 'pod has unbound immediate PersistentVolumeClaims' : undefined;
}
