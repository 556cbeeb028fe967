import type { StatefulSetStatus } from 'kubernetes-types/apps/v1';
import { availableAtMs } from '../objects/pod.ts';
import type { StatefulSetObservation } from './plan-statefulset.ts';
import { isAvailable, isRunningAndReady, isTerminating, revisionNameOf } from './stateful-pods.ts';

/**
 * The status of a StatefulSet, fields in the order of the API type. When all Pods are of the present template and ready,
 * that becomes the current revision.
 * @param outdatedDeleted whether a Pod has just been deleted to be replaced: it no longer counts as current
 * @see pkg/controller/statefulset/stateful_set_control.go updateStatus, completeRollingUpdate
 */
export function statefulSetStatus(
  observation: StatefulSetObservation,
  { outdatedDeleted, collisionCount }: { readonly outdatedDeleted: boolean; readonly collisionCount: number },
): StatefulSetStatus {
  const { set, pods, currentRevision, updateRevision, nowMs } = observation;
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const ready = pods.filter(isRunningAndReady);
  const staying = pods.filter((pod) => !isTerminating(pod)).map(revisionNameOf);
  const updated = staying.filter((name) => name === updateRevision).length;
  const current = staying.filter((name) => name === currentRevision).length - (outdatedDeleted ? 1 : 0);
  const wanted = set.spec?.replicas ?? 1;
  const isComplete =
    set.spec?.updateStrategy?.type === 'RollingUpdate' &&
    updated === wanted &&
    ready.length === wanted &&
    pods.length === wanted;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: pods.length,
    ...positive({
      readyReplicas: ready.length,
      currentReplicas: isComplete ? updated : current,
      updatedReplicas: updated,
    }),
    currentRevision: isComplete ? updateRevision : currentRevision,
    updateRevision,
    collisionCount,
    availableReplicas: ready.filter((pod) => isAvailable(pod, minReadySeconds, nowMs)).length,
  };
}

/** Milliseconds until the next ready Pod has been ready for `minReadySeconds`; undefined when none is waiting. */
export function nextAvailabilityMs({ set, pods, nowMs }: StatefulSetObservation): number | undefined {
  const waits = pods
    .map((pod) => (availableAtMs(pod, set.spec?.minReadySeconds ?? 0) ?? 0) - nowMs)
    .filter((waitMs) => waitMs > 0);
  return waits.length > 0 ? Math.min(...waits) : undefined;
}

function positive(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
