import type { LocalApi } from '../../apiserver/local-api.ts';
import { annotations, type Claim, type Volume } from './binding.ts';

/** Writes on a volume which claim it belongs to. */
export function promise(api: LocalApi, volume: Volume, claim: Claim): Volume {
  const { name, namespace = '', uid, resourceVersion } = claim.metadata;
  const before = volume.spec?.claimRef;
  if (before?.uid === uid) return volume;
  const mark: Readonly<Record<string, string>> = before ? {} : { [annotations.boundByController]: 'yes' };
  return api.update('persistentvolumes', {
    ...volume,
    metadata: { ...volume.metadata, annotations: { ...volume.metadata.annotations, ...mark } },
    spec: {
      ...volume.spec,
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, resourceVersion, uid },
    },
  });
}

/** Adds annotations to a claim. */
export function annotate(api: LocalApi, claim: Claim, added: Readonly<Record<string, string>>): Claim {
  return api.update('persistentvolumeclaims', {
    ...claim,
    metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, ...added } },
  });
}
