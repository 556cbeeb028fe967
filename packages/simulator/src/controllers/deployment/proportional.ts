import { maxReplicasAnnotation, sizeAnnotation } from './annotations.ts';
import { fencepostsOf } from './fenceposts.ts';
import { byAge } from './by-age.ts';
import { desiredReplicas, type StoredDeployment, type StoredReplicaSet, totalReplicas } from './types.ts';

/** How large a ReplicaSet is to be. */
export interface Resize {
  readonly replicaSet: StoredReplicaSet;
  readonly replicas: number;
}

/**
 * Spreads a change of a Deployment's size in the middle of a rollout over its ReplicaSets by their sizes; what rounding
 * leaves over goes to the largest.
 * @param active those that ask for Pods, old and new
 * @see pkg/controller/deployment/sync.go scale
 */
export function planProportionalScale(deployment: StoredDeployment, active: readonly StoredReplicaSet[]): Resize[] {
  const desired = desiredReplicas(deployment);
  const allowed = desired > 0 ? desired + fencepostsOf(deployment).maxSurge : 0;
  const toAdd = allowed - totalReplicas(active);
  const sorted = [...active].sort(
    (a, b) => desiredReplicas(b) - desiredReplicas(a) || (toAdd > 0 ? byAge(b, a) : byAge(a, b)),
  );
  let added = 0;
  const sizes = sorted.map((replicaSet) => {
    const share = shareOf(replicaSet, deployment, { toAdd, added });
    added += share;
    return desiredReplicas(replicaSet) + share;
  });
  if (sizes[0] !== undefined) sizes[0] = Math.max(0, sizes[0] + toAdd - added);
  return sorted.map((replicaSet, i) => ({ replicaSet, replicas: sizes[i] as number }));
}

function shareOf(
  replicaSet: StoredReplicaSet,
  deployment: StoredDeployment,
  { toAdd, added }: { readonly toAdd: number; readonly added: number },
): number {
  if (toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(replicaSet, deployment);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function fractionOf(replicaSet: StoredReplicaSet, deployment: StoredDeployment): number {
  const replicas = desiredReplicas(replicaSet);
  const desired = desiredReplicas(deployment);
  if (desired === 0) return -replicas;
  const before = sizeAnnotation(replicaSet, maxReplicasAnnotation) || deployment.status?.replicas;
  if (!before) return 0;
  return Math.round((replicas * (desired + fencepostsOf(deployment).maxSurge)) / before) - replicas;
}
