import { formatTime } from '@podlab/apimachinery';
import type { ReplicaSetCondition, ReplicaSetStatus } from 'kubernetes-types/apps/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { PodStanding } from './pod-standing.ts';

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
  /** Its active Pods. */
  readonly active: readonly PodStanding[];
  /** How many of its Pods are being deleted and have not ended. */
  readonly terminating: number;
  /** Why Pods could not be created or deleted. */
  readonly failure?: Error;
  readonly nowMs: number;
}

/**
 * The status of a ReplicaSet, fields in the order of the API type, zero counts left out where the API leaves them out.
 * @see pkg/controller/replicaset/replica_set_utils.go calculateStatus
 */
export function replicaSetStatus(observation: ReplicaSetObservation): ReplicaSetStatus {
  const { replicaSet, active, terminating, nowMs } = observation;
  const counts = { fullyLabeledReplicas: 0, readyReplicas: 0, availableReplicas: 0 };
  for (const { isFullyLabeled, isReady, availableAtMs = Infinity } of active) {
    if (isFullyLabeled) counts.fullyLabeledReplicas += 1;
    if (isReady) counts.readyReplicas += 1;
    if (availableAtMs <= nowMs) counts.availableReplicas += 1;
  }
  const conditions = replicaSetConditions(observation);
  return {
    replicas: active.length,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    terminatingReplicas: terminating,
    observedGeneration: replicaSet.metadata.generation ?? 0,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

/** Milliseconds until the next ready Pod has been ready for `minReadySeconds`; undefined when none is waiting. */
export function nextAvailabilityMs({ active, nowMs }: ReplicaSetObservation): number | undefined {
  let nextMs = Infinity;
  for (const { availableAtMs = 0 } of active) if (availableAtMs > nowMs) nextMs = Math.min(nextMs, availableAtMs);
  return nextMs === Infinity ? undefined : nextMs - nowMs;
}

function replicaSetConditions(observation: ReplicaSetObservation): ReplicaSetCondition[] {
  const { replicaSet, active, failure, nowMs } = observation;
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
      reason: active.length < (replicaSet.spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete',
      message: failure.message,
    },
  ];
}
