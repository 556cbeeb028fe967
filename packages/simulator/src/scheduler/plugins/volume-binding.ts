import type { StoredOf } from '../../apiserver/local-api.ts';

/**
 * Why a Pod's volumes keep it from every node. There are no PersistentVolumeClaims in the embedded cluster yet, so any
 * claim is one that does not exist. @see pkg/scheduler/framework/plugins/volumebinding/volume_binding.go PreFilter
 */
export function findMissingClaim({ metadata, spec }: StoredOf<'pods'>): string | undefined {
  for (const { name, persistentVolumeClaim, ephemeral } of spec?.volumes ?? []) {
    if (persistentVolumeClaim) return `persistentvolumeclaim "${persistentVolumeClaim.claimName}" not found`;
    if (ephemeral) {
      return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${metadata.name}-${name}"`;
    }
  }
  return undefined;
}
