import type { StoredOf } from '../../apiserver/local-api.ts';

import { isPodTerminal } from '../objects/pod.ts';
import type { StoredReplicaSet } from './types.ts';

/**
 * Whether Pods of the old ReplicaSets are still there and have not ended: Recreate waits for them.
 * @param podsOf the Pods of a ReplicaSet, those being deleted included
 * @see pkg/controller/deployment/recreate.go oldPodsRunning
 */
export function areOldPodsRunning(
  old: readonly StoredReplicaSet[],
  podsOf: (replicaSet: StoredReplicaSet) => readonly StoredOf<'pods'>[],
): boolean {
  return old.some(
    (replicaSet) => (replicaSet.status?.replicas ?? 0) > 0 || podsOf(replicaSet).some((pod) => !isPodTerminal(pod)),
  );
}
