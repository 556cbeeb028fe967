import { storageClassOf } from '../../apiserver/admission/storage-names.ts';
import {
  annotations,
  bindsLate,
  type Claim,
  findMismatch,
  isPromisedTo,
  type StorageClass,
  type Volume,
} from './binding.ts';
import { findMatchingVolume } from './matching-volume.ts';

/** An Event about a claim. */
export interface ClaimEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** What is to be done about a claim. */
export type ClaimPlan =
  | { readonly kind: 'bind'; readonly volume: Volume }
  /** It stays Pending. */
  | { readonly kind: 'wait'; readonly event?: ClaimEvent }
  | { readonly kind: 'provision'; readonly provisioner: string; readonly event: ClaimEvent }
  | { readonly kind: 'lose'; readonly event: ClaimEvent }
  /** It names no class, and by now there is a default one. */
  | { readonly kind: 'setClass'; readonly className: string };

/** What deciding on a claim looks at. */
export interface ClaimSurroundings {
  readonly volumes: readonly Volume[];
  readonly classes: readonly StorageClass[];
  readonly defaultClass: StorageClass | undefined;
  /** Names of Pods that use the claim and have no node yet. */
  readonly waitingPods: readonly string[];
}

/** Decides what becomes of a claim. @see pkg/controller/volume/persistentvolume/pv_controller.go `syncClaim` (v1.36) */
export function planClaim(claim: Claim, around: ClaimSurroundings): ClaimPlan {
  const volumeName = claim.spec?.volumeName;
  const isBound = claim.metadata.annotations?.[annotations.bindCompleted] !== undefined;
  if (isBound) return planBoundClaim(claim, around);
  return volumeName ? planRequest(claim, volumeName, around) : planSearch(claim, around);
}

function planBoundClaim(claim: Claim, { volumes }: ClaimSurroundings): ClaimPlan {
  const name = claim.spec?.volumeName;
  const lose = (reason: string, message: string): ClaimPlan => ({
    kind: 'lose',
    event: { type: 'Warning', reason, message },
  });
  if (!name) {
    return lose('ClaimLost', 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!');
  }
  const volume = volumes.find(({ metadata }) => metadata.name === name);
  if (!volume) return lose('ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  const reference = volume.spec?.claimRef;
  if (!reference || reference.uid === claim.metadata.uid) return { kind: 'bind', volume };
  return lose('ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly');
}

/** The user named a volume. */
function planRequest(claim: Claim, name: string, { volumes }: ClaimSurroundings): ClaimPlan {
  const volume = volumes.find(({ metadata }) => metadata.name === name);
  if (!volume) return { kind: 'wait' };
  const warn = (reason: string, message: string): ClaimPlan => ({
    kind: 'wait',
    event: { type: 'Warning', reason, message },
  });
  if (volume.spec?.claimRef) {
    if (isPromisedTo(volume, claim)) return { kind: 'bind', volume };
    return warn('FailedBinding', `volume "${name}" already bound to a different claim.`);
  }
  const mismatch = findMismatch(volume, claim);
  if (mismatch) return warn('VolumeMismatch', `Cannot bind to requested volume "${name}": ${mismatch}`);
  return { kind: 'bind', volume };
}

function planSearch(claim: Claim, around: ClaimSurroundings): ClaimPlan {
  const className = storageClassOf(claim);
  const storageClass = around.classes.find(({ metadata }) => metadata.name === className);
  const isLate = bindsLate(storageClass);
  const volume = findMatchingVolume(claim, around.volumes, { isLate });
  if (volume) return { kind: 'bind', volume };
  if (claim.spec?.storageClassName === undefined && className === '' && around.defaultClass) {
    return { kind: 'setClass', className: around.defaultClass.metadata.name };
  }
  if (isLate && !claim.metadata.annotations?.[annotations.selectedNode]) {
    return { kind: 'wait', event: waitForConsumer(around.waitingPods) };
  }
  return className ? planProvisioning(className, storageClass) : { kind: 'wait', event: nothingToBind };
}

function planProvisioning(className: string, storageClass: StorageClass | undefined): ClaimPlan {
  if (!storageClass) return cannotProvision(`storageclass.storage.k8s.io "${className}" not found`);
  const { provisioner } = storageClass;
  // What was built into Kubernetes under this prefix is gone, and `no-provisioner` never was.
  if (provisioner.startsWith('kubernetes.io/')) return cannotProvision(`no volume plugin matched name: ${provisioner}`);
  const message =
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system ` +
    'administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.';
  return { kind: 'provision', provisioner, event: { type: 'Normal', reason: 'ExternalProvisioning', message } };
}

function cannotProvision(message: string): ClaimPlan {
  return { kind: 'wait', event: { type: 'Warning', reason: 'ProvisioningFailed', message } };
}

const nothingToBind: ClaimEvent = {
  type: 'Normal',
  reason: 'FailedBinding',
  message: 'no persistent volumes available for this claim and no storage class is set',
};

function waitForConsumer(pods: readonly string[]): ClaimEvent {
  if (pods.length === 0) {
    const message = 'waiting for first consumer to be created before binding';
    return { type: 'Normal', reason: 'WaitForFirstConsumer', message };
  }
  const which = pods.length === 1 ? `pod ${pods[0]}` : `pods ${pods.join(',')}`;
  return { type: 'Normal', reason: 'WaitForPodScheduled', message: `waiting for ${which} to be scheduled` };
}
