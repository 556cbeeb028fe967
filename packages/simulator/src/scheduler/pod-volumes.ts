import type { StoredOf } from '../apiserver/local-api.ts';
import { storageClassOf } from '../apiserver/admission/storage-names.ts';
import {
  annotations,
  bindsLate,
  type Claim,
  noProvisioner,
  type StorageClass,
  type Volume,
} from '../controllers/persistent-volume/binding.ts';
import { claimsUsedBy } from '../controllers/persistent-volume/claims-used-by.ts';
import { findMatchingVolume } from '../controllers/persistent-volume/matching-volume.ts';
import { matchesTerm } from './plugins/node-affinity.ts';

type Node = StoredOf<'nodes'>;

/** Where the scheduler looks claims, volumes and classes up. */
export interface StorageView {
  findClaim(namespace: string, name: string): Claim | undefined;
  findVolume(name: string): Volume | undefined;
  findClass(name: string): StorageClass | undefined;
  volumes(): readonly Volume[];
}

/** What has to be done about a Pod's claims before it can go to a node. */
export interface VolumePlan {
  readonly bindings: readonly { readonly claim: Claim; readonly volume: Volume }[];
  readonly provisions: readonly Claim[];
}

/** How far a Pod's claims are. */
export interface PodClaims {
  readonly bound: readonly Claim[];
  /** They wait for the Pod. */
  readonly late: readonly Claim[];
  /** They should have been bound before. */
  readonly immediate: readonly Claim[];
}

const reasons = {
  otherNode: "node(s) didn't match PersistentVolume's node affinity",
  noVolume: "node(s) didn't find available persistent volumes to bind",
  volumeGone: 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
} as const;

/** Sorts a Pod's claims by how far they are. Claims that do not exist are left out. */
export function sortClaims(pod: StoredOf<'pods'>, storage: StorageView): PodClaims {
  const claims = claimsUsedBy(pod).flatMap((name) => storage.findClaim(pod.metadata.namespace ?? '', name) ?? []);
  const bound = claims.filter(isFullyBound);
  const open = claims.filter((claim) => !isFullyBound(claim));
  const isLate = (claim: Claim) => bindsLate(storage.findClass(storageClassOf(claim))) && !claim.spec?.volumeName;
  return { bound, late: open.filter(isLate), immediate: open.filter((claim) => !isLate(claim)) };
}

/**
 * Plans how a Pod's claims get volumes on a node.
 * @returns the plan, or why the node will not do
 * @see pkg/scheduler/framework/plugins/volumebinding/binder.go `FindPodVolumes` (v1.36)
 */
export function planPodVolumes(
  pod: StoredOf<'pods'>,
  node: Node,
  storage: StorageView,
): VolumePlan | { readonly reasons: readonly string[] } {
  const { bound, late } = sortClaims(pod, storage);
  const found: string[] = [];
  const volumes = bound.map((claim) => storage.findVolume(claim.spec?.volumeName ?? ''));
  if (volumes.some((volume) => volume && !isReachable(volume, node))) found.push(reasons.otherNode);
  if (volumes.includes(undefined)) found.push(reasons.volumeGone);
  const bindings: { claim: Claim; volume: Volume }[] = [];
  const provisions: Claim[] = [];
  const taken = new Set<string>();
  let isShort = false;
  for (const claim of late) {
    const selected = claim.metadata.annotations?.[annotations.selectedNode];
    const volume =
      selected === undefined
        ? findMatchingVolume(claim, storage.volumes(), { isReachable: (one) => isReachable(one, node), taken })
        : undefined;
    if (volume) {
      bindings.push({ claim, volume });
      taken.add(volume.metadata.name);
    } else if (canProvision(claim, node, storage)) provisions.push(claim);
    else isShort = true;
  }
  if (isShort) found.push(reasons.noVolume);
  return found.length > 0 ? { reasons: found } : { bindings, provisions };
}

/** Whether a claim has its volume, and both know it. */
export function isFullyBound({ metadata, spec }: Claim): boolean {
  return Boolean(spec?.volumeName) && metadata.annotations?.[annotations.bindCompleted] !== undefined;
}

function isReachable({ spec }: Volume, node: Node): boolean {
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms;
  return !terms || terms.some((term) => matchesTerm(term, node));
}

function canProvision(claim: Claim, node: Node, storage: StorageView): boolean {
  const selected = claim.metadata.annotations?.[annotations.selectedNode];
  if (selected !== undefined && selected !== node.metadata.name) return false;
  const storageClass = storage.findClass(storageClassOf(claim));
  if (!storageClass?.provisioner || storageClass.provisioner === noProvisioner) return false;
  const labels = node.metadata.labels ?? {};
  const topologies = storageClass.allowedTopologies ?? [];
  if (topologies.length === 0) return true;
  return topologies.some(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.every(({ key, values }) => values.includes(labels[key] ?? '')),
  );
}
