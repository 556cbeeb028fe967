import { formatTime } from '@podlab/apimachinery';
import type { ReplicaSetCondition, ReplicaSetStatus } from 'kubernetes-types/apps/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { availableAtMs, isPodReady } from '../objects/pod.ts';

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
  readonly active: readonly StoredOf<'pods'>[];
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
  const templateLabels = Object.entries(replicaSet.spec?.template?.metadata?.labels ?? {});
  const minReadySeconds = replicaSet.spec?.minReadySeconds ?? 0;
  const counts = { fullyLabeledReplicas: 0, readyReplicas: 0, availableReplicas: 0 };
  for (const pod of active) {
    const labels = pod.metadata.labels ?? {};
    if (templateLabels.every(([key, value]) => labels[key] === value)) counts.fullyLabeledReplicas += 1;
    if (isPodReady(pod)) counts.readyReplicas += 1;
    if ((availableAtMs(pod, minReadySeconds) ?? Infinity) <= nowMs) counts.availableReplicas += 1;
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
export function nextAvailabilityMs(observation: ReplicaSetObservation): number | undefined {
  const minReadySeconds = observation.replicaSet.spec?.minReadySeconds ?? 0;
  const waits = observation.active
    .map((pod) => (availableAtMs(pod, minReadySeconds) ?? 0) - observation.nowMs)
    .filter((waitMs) => waitMs > 0);
  return waits.length > 0 ? Math.min(...waits) : undefined;
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
