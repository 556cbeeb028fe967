import type { StoredReplicaSet } from './types.ts';

/** Older first; of the same second, by name. */
export function byAge(a: StoredReplicaSet, b: StoredReplicaSet): number {
  const [aTime, bTime] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  if (aTime !== bTime) return aTime < bTime ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
