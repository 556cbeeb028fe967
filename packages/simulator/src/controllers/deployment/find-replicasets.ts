import { revisionOf } from './annotations.ts';
import { byAge } from './by-age.ts';
import { isSameTemplate } from './template-hash.ts';
import { desiredReplicas, type StoredDeployment, type StoredReplicaSet } from './types.ts';

/** The ReplicaSet with the Deployment's template: the oldest, if there are several. */
export function findNewReplicaSet(
  deployment: StoredDeployment,
  replicaSets: readonly StoredReplicaSet[],
): StoredReplicaSet | undefined {
  return [...replicaSets].sort(byAge).find(({ spec }) => isSameTemplate(spec.template, deployment.spec.template));
}

/** Those that ask for Pods. */
export function activeReplicaSets(replicaSets: readonly StoredReplicaSet[]): StoredReplicaSet[] {
  return replicaSets.filter((replicaSet) => desiredReplicas(replicaSet) > 0);
}

/** The highest revision among them; 0 when there is none. */
export function maxRevision(replicaSets: readonly StoredReplicaSet[]): number {
  return Math.max(0, ...replicaSets.map(revisionOf));
}

/** The only one that asks for Pods; when none does, the new one, or the youngest. Undefined when several do. */
export function findActiveOrLatest(
  newReplicaSet: StoredReplicaSet | undefined,
  oldReplicaSets: readonly StoredReplicaSet[],
): StoredReplicaSet | undefined {
  const all = newReplicaSet ? [...oldReplicaSets, newReplicaSet] : oldReplicaSets;
  const active = activeReplicaSets(all);
  if (active.length > 1) return undefined;
  return active[0] ?? newReplicaSet ?? [...oldReplicaSets].sort(byAge).at(-1);
}
