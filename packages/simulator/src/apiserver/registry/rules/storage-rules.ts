import type { StorageClass } from 'kubernetes-types/storage/v1';
import { validateStorageClass, validateStorageClassUpdate } from '../../validation/storage/storage-class.ts';
import { formatTime } from '@podlab/apimachinery';
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import { admitClaimClass, admitClaimGrowth, protect } from '../../admission/storage-admission.ts';
import { claimProtection, volumeProtection, betaClassAnnotation } from '../../admission/storage-names.ts';
import {
  validatePersistentVolumeClaim,
  validatePersistentVolumeClaimUpdate,
} from '../../validation/storage/persistent-volume-claim.ts';
import {
  validatePersistentVolume,
  validatePersistentVolumeUpdate,
} from '../../validation/storage/persistent-volume.ts';
import { fractionWarnings } from '../../warnings/pod-warnings.ts';
import type { ResourceRules } from '../late-resource.ts';

export const persistentvolumeclaims: ResourceRules<PersistentVolumeClaim> = {
  applyDefaults: (claim) => {
    claim.spec ??= {};
    claim.spec.volumeMode ??= 'Filesystem';
  },
  warnings: ({ metadata, spec }) => [
    ...(metadata.annotations?.[betaClassAnnotation] === undefined
      ? []
      : [
          `metadata.annotations[${betaClassAnnotation}]: deprecated since v1.8; use "storageClassName" attribute instead`,
        ]),
    ...(['requests', 'limits'] as const).flatMap((list) =>
      fractionWarnings(spec?.resources?.[list], `spec.resources.${list}`, ['storage']),
    ),
  ],
  prepareCreate: (claim, context) => {
    admitClaimClass(claim, context);
    protect(claim, claimProtection);
    Object.assign(claim, { status: { phase: 'Pending' } });
  },
  prepareUpdate: admitClaimGrowth,
  validateCreate: validatePersistentVolumeClaim,
  validateUpdate: validatePersistentVolumeClaimUpdate,
};

export const persistentvolumes: ResourceRules<PersistentVolume> = {
  applyDefaults: ({ spec }) => {
    if (!spec) return;
    spec.persistentVolumeReclaimPolicy ||= 'Retain';
    spec.volumeMode ??= 'Filesystem';
    if (spec.hostPath) spec.hostPath.type ??= '';
    // An empty class is the same as none, and is not written.
    if (spec.storageClassName === '') delete spec.storageClassName;
  },
  prepareCreate: (volume, context) => {
    protect(volume, volumeProtection);
    const status = { phase: 'Pending', lastPhaseTransitionTime: formatTime(context.nowMs) };
    Object.assign(volume, { status });
  },
  validateCreate: validatePersistentVolume,
  validateUpdate: validatePersistentVolumeUpdate,
};

export const storageclasses: ResourceRules<StorageClass> = {
  applyDefaults: (storageClass) => {
    storageClass.reclaimPolicy ??= 'Delete';
    storageClass.volumeBindingMode ??= 'Immediate';
  },
  validateCreate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,
};
