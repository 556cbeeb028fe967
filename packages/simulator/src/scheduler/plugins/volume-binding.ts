import { rareKinds } from '#parts';
import { claimsUsedBy } from '../../controllers/persistent-volume/claims-used-by.ts';
import type { FilterPlugin } from './plugin.ts';

/** Sends a Pod where its volumes are, or can be. @see pkg/scheduler/framework/plugins/volumebinding/volume_binding.go */
export const volumeBinding: FilterPlugin = {
  name: 'VolumeBinding',
  forPod: ({ pod }, { storage }) => {
    if (claimsUsedBy(pod).length === 0) return undefined;
    return ({ node }) => {
      const plan = node && rareKinds.code.planPodVolumes(pod, node, storage);
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
