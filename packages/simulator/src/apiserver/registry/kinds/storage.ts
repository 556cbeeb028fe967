import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { rareKinds } from '#parts';
import { lateResource } from '../late-resource.ts';

export const persistentvolumeclaims = lateResource<PersistentVolumeClaim>(
  {
    version: 'v1',
    plural: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    shortNames: ['pvc'],
    hasStatus: true,
    returnsDeleted: true,
  },
  () => rareKinds.code.rules.persistentvolumeclaims,
);

export const persistentvolumes = lateResource<PersistentVolume>(
  {
    version: 'v1',
    plural: 'persistentvolumes',
    kind: 'PersistentVolume',
    shortNames: ['pv'],
    namespaced: false,
    hasStatus: true,
    returnsDeleted: true,
  },
  () => rareKinds.code.rules.persistentvolumes,
);

// The one that every cluster has needs no rules.
export const storageclasses = lateResource<StorageClass>(
  {
    group: 'storage.k8s.io',
    version: 'v1',
    plural: 'storageclasses',
    kind: 'StorageClass',
    shortNames: ['sc'],
    namespaced: false,
    returnsDeleted: true,
  },
  () => (rareKinds.isHere ? rareKinds.code.rules.storageclasses : {}),
);
