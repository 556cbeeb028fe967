import { parseQuantity } from '@podlab/apimachinery';
import { storageClassOf } from '../../apiserver/admission/storage-names.ts';
import type { StoredOf } from '../../apiserver/local-api.ts';

export type Claim = StoredOf<'persistentvolumeclaims'>;
export type Volume = StoredOf<'persistentvolumes'>;
export type StorageClass = StoredOf<'storageclasses'>;

/** What binding writes on claims and volumes. @see k8s.io/component-helpers/storage/volume/pv_helpers.go (v1.36) */
export const annotations = {
  /** The claim has been bound, once and for all. */
  bindCompleted: 'pv.kubernetes.io/bind-completed',
  /** The control plane chose the partner, not the user. */
  boundByController: 'pv.kubernetes.io/bound-by-controller',
  /** Who made a volume. */
  provisionedBy: 'pv.kubernetes.io/provisioned-by',
  /** Where a claim's first Pod goes: volumes of late binding are made there. */
  selectedNode: 'volume.kubernetes.io/selected-node',
  /** Who is asked to make a volume for a claim. */
  provisioner: 'volume.kubernetes.io/storage-provisioner',
  oldProvisioner: 'volume.beta.kubernetes.io/storage-provisioner',
} as const;

/** The provisioner of classes whose volumes are made by hand. */
export const noProvisioner = 'kubernetes.io/no-provisioner';

/** Whether a volume is promised to a claim: by name, and by UID once it is bound. */
export function isPromisedTo({ spec }: Volume, { metadata }: Claim): boolean {
  const reference = spec?.claimRef;
  if (!reference || reference.name !== metadata.name || reference.namespace !== metadata.namespace) return false;
  return !reference.uid || reference.uid === metadata.uid;
}

/** Whether claims of this class wait for a Pod before they are bound. */
export function bindsLate(storageClass: StorageClass | undefined): boolean {
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** Amount of storage that a claim asks for, in billionths of a byte. */
export function requestedStorage({ spec }: Claim): bigint {
  return parseQuantity(spec?.resources?.requests?.['storage'] ?? '0').nanos;
}

/** Amount of storage that a volume has, in billionths of a byte. */
export function storageOf({ spec }: Volume): bigint {
  return parseQuantity(spec?.capacity?.['storage'] ?? '0').nanos;
}

/**
 * Why a volume that a claim names is not for it.
 * @see pkg/controller/volume/persistentvolume/pv_controller.go `checkVolumeSatisfyClaim` (v1.36)
 */
export function findMismatch(volume: Volume, claim: Claim): string | undefined {
  if (volume.metadata.deletionTimestamp) return `the volume is marked for deletion "${volume.metadata.name}"`;
  if (storageOf(volume) < requestedStorage(claim)) return 'requested PV is too small';
  if (storageClassOf(volume) !== storageClassOf(claim)) return 'storageClassName does not match';
  if (!hasSameMode(volume, claim)) return 'incompatible volumeMode';
  if (!offersModes(volume, claim)) return 'incompatible accessMode';
  return undefined;
}

/** Whether both are file systems, or both raw devices. */
export function hasSameMode(volume: Volume, claim: Claim): boolean {
  return (volume.spec?.volumeMode ?? 'Filesystem') === (claim.spec?.volumeMode ?? 'Filesystem');
}

/** Whether a volume may be mounted in every way that the claim asks for. */
export function offersModes(volume: Volume, claim: Claim): boolean {
  return (claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode));
}
