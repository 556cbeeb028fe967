import type { StoredOf } from '../../apiserver/local-api.ts';

/** Names of the claims that a Pod's volumes refer to, those that are made for it included. */
export function claimsUsedBy({ metadata, spec }: StoredOf<'pods'>): string[] {
  return (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim) return [persistentVolumeClaim.claimName];
    return ephemeral ? [`${metadata.name}-${name}`] : [];
  });
}
