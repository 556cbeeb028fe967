import { fencepostsOf } from './fenceposts.ts';
import { byAge } from './by-age.ts';
import type { Resize } from './proportional.ts';
import { desiredReplicas, type StoredDeployment, type StoredReplicaSet, totalReplicas } from './types.ts';

/**
 * How large the new ReplicaSet may be now: as large as the surge leaves room for. Recreate: full size at once.
 * @param current what it asks for already
 * @param total what all ReplicaSets, the new one included, ask for
 * @see pkg/controller/deployment/util/deployment_util.go NewRSNewReplicas
 */
export function newReplicaSetSize(deployment: StoredDeployment, current: number, total: number): number {
  const desired = desiredReplicas(deployment);
  if (deployment.spec.strategy?.type === 'Recreate') return desired;
  if (current > desired) return desired;
  const room = desired + fencepostsOf(deployment).maxSurge - total;
  return room <= 0 ? current : current + Math.min(room, desired - current);
}

/**
 * The steps by which old ReplicaSets shrink now: first by their unhealthy Pods, oldest ReplicaSet first, then by
 * available ones as long as enough Pods stay available. A ReplicaSet may occur in both.
 * @param old those that ask for Pods
 * @see pkg/controller/deployment/rolling.go reconcileOldReplicaSets
 */
export function planScaleDown(
  deployment: StoredDeployment,
  newReplicaSet: StoredReplicaSet,
  old: readonly StoredReplicaSet[],
): Resize[] {
  if (totalReplicas(old) === 0) return [];
  const minAvailable = desiredReplicas(deployment) - fencepostsOf(deployment).maxUnavailable;
  const newUnavailable = desiredReplicas(newReplicaSet) - availableReplicas(newReplicaSet);
  const maxScaledDown = totalReplicas([...old, newReplicaSet]) - minAvailable - newUnavailable;
  if (maxScaledDown <= 0 || old.some(isCountStale)) return [];
  const sizes = new Map([...old].sort(byAge).map((replicaSet) => [replicaSet, desiredReplicas(replicaSet)]));
  const unhealthy = shrink(sizes, maxScaledDown, (replicaSet, size) => size - availableReplicas(replicaSet));
  const available = [...old, newReplicaSet].reduce((sum, replicaSet) => sum + availableReplicas(replicaSet), 0);
  return [...unhealthy, ...shrink(sizes, available - minAvailable, (_, size) => size)];
}

/** Whether a ReplicaSet has just been made smaller, so that its status still counts Pods which are about to go. */
function isCountStale(replicaSet: StoredReplicaSet): boolean {
  return availableReplicas(replicaSet) > desiredReplicas(replicaSet);
}

/** Takes `count` in all from the sizes, in order, from each at most what `spare` says. */
function shrink(
  sizes: Map<StoredReplicaSet, number>,
  count: number,
  spare: (replicaSet: StoredReplicaSet, size: number) => number,
): Resize[] {
  const steps: Resize[] = [];
  let left = count;
  for (const [replicaSet, size] of sizes) {
    const taken = Math.min(left, spare(replicaSet, size));
    if (taken <= 0) continue;
    sizes.set(replicaSet, size - taken);
    steps.push({ replicaSet, replicas: size - taken });
    left -= taken;
  }
  return steps;
}

function availableReplicas(replicaSet: StoredReplicaSet): number {
  return replicaSet.status?.availableReplicas ?? 0;
}
