import type { StoredOf } from '../apiserver/local-api.ts';
import { sortClaims, type StorageView } from './pod-volumes.ts';

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
