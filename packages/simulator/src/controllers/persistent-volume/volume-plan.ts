import { annotations, type Claim, hasSameMode, type Volume } from './binding.ts';

/** What is to be done about a volume. */
export type VolumePlan =
  | { readonly kind: 'setPhase'; readonly phase: 'Available' | 'Bound' }
  /** Its claim is gone: by its policy it stays, or goes. */
  | { readonly kind: 'release' }
  /** Its claim is bound elsewhere: it is free again, or promised again, if a user promised it. */
  | { readonly kind: 'unbind' }
  /** The claim does not know of it yet. */
  | { readonly kind: 'tellClaim' }
  | { readonly kind: 'reportMismatch' };

/**
 * Decides what becomes of a volume.
 * @param claim the one that `spec.claimRef` names, whatever its UID
 * @see pkg/controller/volume/persistentvolume/pv_controller.go `syncVolume` (v1.36)
 */
export function planVolume(volume: Volume, claim: Claim | undefined): VolumePlan {
  const reference = volume.spec?.claimRef;
  if (!reference?.uid) return { kind: 'setPhase', phase: 'Available' };
  if (claim?.metadata.uid !== reference.uid) return { kind: 'release' };
  const boundTo = claim.spec?.volumeName;
  if (!boundTo) return hasSameMode(volume, claim) ? { kind: 'tellClaim' } : { kind: 'reportMismatch' };
  if (boundTo === volume.metadata.name) return { kind: 'setPhase', phase: 'Bound' };
  const isMadeForClaim = volume.metadata.annotations?.[annotations.provisionedBy] !== undefined;
  const isDeleted = volume.spec?.persistentVolumeReclaimPolicy === 'Delete';
  return isMadeForClaim && isDeleted ? { kind: 'release' } : { kind: 'unbind' };
}

/** How a volume that is released is disposed of. */
export type Disposal =
  | { readonly kind: 'keep' }
  /** Whoever made it removes it. */
  | { readonly kind: 'external' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'fail'; readonly reason: string; readonly message: string };

/** Decides by policy what happens to a released volume. @see pkg/controller/volume/persistentvolume `reclaimVolume` (v1.36) */
export function planDisposal({ metadata, spec }: Volume): Disposal {
  switch (spec?.persistentVolumeReclaimPolicy) {
    case 'Delete':
      break;
    case 'Recycle':
      return { kind: 'fail', reason: 'VolumeFailedRecycle', message: 'No recycler plugin found for the volume!' };
    default:
      return { kind: 'keep' };
  }
  const maker = metadata.annotations?.[annotations.provisionedBy];
  if ((maker && !maker.startsWith('kubernetes.io/')) || spec.csi) return { kind: 'external' };
  const fail = (message: string): Disposal => ({ kind: 'fail', reason: 'VolumeFailedDelete', message });
  const path = spec.hostPath?.path;
  if (path === undefined) {
    return fail(
      `error getting deleter volume plugin for volume "${metadata.name}": no deletable volume plugin matched`,
    );
  }
  if (/^\/tmp\/.+/.test(path)) return { kind: 'delete' };
  return fail(
    `failed to create deleter for volume "${metadata.name}": host_path deleter only supports /tmp/.+ but received provided ${path}`,
  );
}
