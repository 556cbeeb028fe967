import { revisionOf } from './annotations.ts';
import { desiredReplicas, type StoredDeployment, type StoredReplicaSet } from './types.ts';

/**
 * The old ReplicaSets that are more than `revisionHistoryLimit`: lowest revisions first, none that still has Pods.
 * @see pkg/controller/deployment/sync.go cleanupDeployment
 */
export function chooseReplicaSetsToDelete(
  deployment: StoredDeployment,
  old: readonly StoredReplicaSet[],
): StoredReplicaSet[] {
  const limit = deployment.spec.revisionHistoryLimit ?? 10;
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = alive.sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, alive.length - limit));
  return surplus.filter(
    (replicaSet) =>
      desiredReplicas(replicaSet) === 0 &&
      (replicaSet.status?.replicas ?? 0) === 0 &&
      (replicaSet.metadata.generation ?? 0) <= (replicaSet.status?.observedGeneration ?? 0),
  );
}
