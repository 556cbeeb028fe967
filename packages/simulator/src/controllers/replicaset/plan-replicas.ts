/** How many Pods one sync creates or deletes at most. @see pkg/controller/replicaset/replica_set.go BurstReplicas */
export const burstReplicas = 500;

/** What a ReplicaSet does about the number of its Pods. */
export type ReplicasPlan =
  | { readonly action: 'create'; readonly count: number }
  | { readonly action: 'delete'; readonly count: number }
  | { readonly action: 'none' };

/** Compares the Pods there are with those there should be. @param active owned Pods that have not ended and are not being deleted */
export function planReplicas(active: number, desired: number): ReplicasPlan {
  if (active < desired) return { action: 'create', count: Math.min(desired - active, burstReplicas) };
  if (active > desired) return { action: 'delete', count: Math.min(active - desired, burstReplicas) };
  return { action: 'none' };
}
