import { formatTime } from '@podlab/apimachinery';
import type { ReplicaSetCondition, ReplicaSetStatus } from 'kubernetes-types/apps/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { PodCounts } from './pod-tally.ts';

/** A field of Kubernetes 1.35 that `kubernetes-types` (1.30) does not know. */
declare module 'kubernetes-types/apps/v1' {
  interface ReplicaSetStatus {
    /** Pods that are being deleted and have not ended. */
    terminatingReplicas?: number;
  }
}

/** What a ReplicaSet's status is computed from. */
export interface ReplicaSetObservation {
  readonly replicaSet: StoredOf<'replicasets'>;
  /** Of its Pods, not later than `nowMs`. */
  readonly counts: PodCounts;
  /** Why Pods could not be created or deleted. */
  readonly failure?: Error;
  readonly nowMs: number;
}

/**
 * The status of a ReplicaSet, fields in the order of the API type, zero counts left out where the API leaves them out.
 * @see pkg/controller/replicaset/replica_set_utils.go calculateStatus
 */
export function replicaSetStatus(observation: ReplicaSetObservation): ReplicaSetStatus {
  const { replicaSet, counts, nowMs } = observation;
  const available = counts.available + counts.availableAtMs.filter((atMs) => atMs <= nowMs).length;
  const conditions = replicaSetConditions(observation);
  return {
    replicas: counts.replicas,
    ...(counts.fullyLabeled > 0 && { fullyLabeledReplicas: counts.fullyLabeled }),
    ...(counts.ready > 0 && { readyReplicas: counts.ready }),
    ...(available > 0 && { availableReplicas: available }),
    terminatingReplicas: counts.terminating,
    observedGeneration: replicaSet.metadata.generation ?? 0,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

/** Milliseconds until the next ready Pod has been ready for `minReadySeconds`; undefined when none is waiting. */
export function nextAvailabilityMs({ counts, nowMs }: ReplicaSetObservation): number | undefined {
  let nextMs = Infinity;
  for (const atMs of counts.availableAtMs) if (atMs > nowMs) nextMs = Math.min(nextMs, atMs);
  return nextMs === Infinity ? undefined : nextMs - nowMs;
}

function replicaSetConditions(observation: ReplicaSetObservation): ReplicaSetCondition[] {
  const { replicaSet, counts, failure, nowMs } = observation;
  const before = replicaSet.status?.conditions ?? [];
  const others = before.filter(({ type }) => type !== 'ReplicaFailure');
  const known = before.find(({ type }) => type === 'ReplicaFailure');
  if (!failure) return others;
  if (known) return before;
  return [
    ...others,
    {
      type: 'ReplicaFailure',
      status: 'True',
      lastTransitionTime: formatTime(nowMs),
      reason: counts.replicas < (replicaSet.spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete',
      message: failure.message,
    },
  ];
}
