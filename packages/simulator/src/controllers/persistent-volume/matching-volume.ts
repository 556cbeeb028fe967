import { matchesSelector, selectorOf } from '@podlab/apimachinery';
import { storageClassOf } from '../../apiserver/admission/storage-names.ts';
import {
  type Claim,
  hasSameMode,
  isPromisedTo,
  offersModes,
  requestedStorage,
  storageOf,
  type Volume,
} from './binding.ts';

/** How a volume for a claim is looked for. */
export interface VolumeSearch {
  /** Nobody but the scheduler gives an unpromised volume to the claim. */
  readonly isLate?: boolean;
  /** Whether a volume can be reached from the node in question. Default: there is no node. */
  readonly isReachable?: (volume: Volume) => boolean;
  /** Names of volumes that are given away already. */
  readonly taken?: ReadonlySet<string>;
}

/**
 * The volume for a claim: the one that is promised to it, or the smallest that will do; those with fewer access modes
 * first, unless a node is given.
 * @see k8s.io/component-helpers/storage/volume/pv_helpers.go `FindMatchingVolume` (v1.36)
 */
export function findMatchingVolume(
  claim: Claim,
  volumes: readonly Volume[],
  { isLate = false, isReachable, taken }: VolumeSearch = {},
): Volume | undefined {
  const suitable = volumes.filter(
    (volume) =>
      !taken?.has(volume.metadata.name) &&
      !volume.metadata.deletionTimestamp &&
      (!volume.spec?.claimRef || isPromisedTo(volume, claim)) &&
      hasSameMode(volume, claim) &&
      offersModes(volume, claim) &&
      storageOf(volume) >= requestedStorage(claim),
  );
  const promised = suitable.find((volume) => isPromisedTo(volume, claim));
  if (promised) return isReachable && !isReachable(promised) ? undefined : promised;
  if (isLate && !isReachable) return undefined;
  const selector = claim.spec?.selector && selectorOf(claim.spec.selector);
  const free = suitable.filter(
    (volume) =>
      volume.status?.phase === 'Available' &&
      (!selector || matchesSelector(selector, volume.metadata.labels)) &&
      storageClassOf(volume) === storageClassOf(claim) &&
      (isReachable?.(volume) ?? true),
  );
  const modeCount = ({ spec }: Volume) => (isReachable ? 0 : (spec?.accessModes?.length ?? 0));
  return free.toSorted((a, b) => modeCount(a) - modeCount(b) || compareAmounts(storageOf(a), storageOf(b)))[0];
}

function compareAmounts(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
