import { keyOf, parseTime, splitKey } from '@podlab/apimachinery';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { withDisruptionTarget } from '../objects/disruption-target.ts';
import { isPodTerminal } from '../objects/pod.ts';
import { unlessGone } from '../objects/status-errors.ts';

const fieldManager = 'kube-controller-manager';
/** How long a node must be missing until its Pods are given up. @see pkg/controller/podgc/gc_controller.go quarantineTime */
export const quarantineMs = 40_000;
/** How many ended Pods are kept. @see pkg/controller/podgc/config/v1alpha1 TerminatedPodGCThreshold */
export const terminatedPodThreshold = 12_500;

/** Removes Pods that nobody else can: of nodes that are gone, never scheduled, or ended and too many. @see pkg/controller/podgc */
export function podGcController({ api, timers }: ClusterContext): ControllerDefinition {
  const missingSinceMs = new Map<string, number>();
  const ended = new Map<string, number>();

  function remove({ metadata }: StoredOf<'pods'>): void {
    const { namespace, name, uid } = metadata;
    unlessGone(() =>
      api.delete('pods', namespace, name, { gracePeriodSeconds: 0, preconditions: { uid }, fieldManager }),
    );
  }

  function sync(key: string): SyncResult | undefined {
    const { namespace, name } = splitKey(key);
    const pod = api.get('pods', namespace, name);
    if (!pod) return undefined;
    const nodeName = pod.spec?.nodeName;
    if (!nodeName) {
      if (pod.metadata.deletionTimestamp) remove(pod);
      return undefined;
    }
    if (!api.get('nodes', undefined, nodeName)) return giveUp(pod, nodeName);
    missingSinceMs.delete(nodeName);
    if (isPodTerminal(pod) && ended.size > terminatedPodThreshold) removeOldestEnded();
    return undefined;
  }

  function giveUp(pod: StoredOf<'pods'>, nodeName: string): SyncResult | undefined {
    const nowMs = timers.nowMs();
    const sinceMs = missingSinceMs.get(nodeName) ?? nowMs;
    missingSinceMs.set(nodeName, sinceMs);
    if (nowMs - sinceMs < quarantineMs) return { requeueAfterMs: quarantineMs - (nowMs - sinceMs) };
    if (!isPodTerminal(pod)) {
      const message = 'PodGC: node no longer exists';
      const conditions = withDisruptionTarget(pod, { reason: 'DeletionByPodGC', message }, nowMs);
      const status = { ...pod.status, observedGeneration: pod.metadata.generation, phase: 'Failed', conditions };
      api.updateStatus('pods', { ...pod, status }, { fieldManager });
    }
    remove(pod);
    return undefined;
  }

  function removeOldestEnded(): void {
    const oldest = [...ended].sort(([, a], [, b]) => a - b).slice(0, ended.size - terminatedPodThreshold);
    for (const [key] of oldest) {
      const { namespace, name } = splitKey(key);
      const pod = api.get('pods', namespace, name);
      if (pod) remove(pod);
    }
  }

  return {
    name: 'pod-garbage-collector-controller',
    watches: [
      watching('pods', (change) => {
        const { object: pod } = change;
        const key = keyOf(pod);
        const isOver = change.type !== 'DELETED' && isPodTerminal(pod);
        if (isOver) ended.set(key, parseTime(pod.metadata.creationTimestamp) ?? 0);
        else ended.delete(key);
        if (change.type === 'DELETED') return [];
        const isUnscheduledAndDeleted = !pod.spec?.nodeName && pod.metadata.deletionTimestamp !== undefined;
        const isOrphan = pod.spec?.nodeName !== undefined && !api.get('nodes', undefined, pod.spec.nodeName);
        return isUnscheduledAndDeleted || isOrphan || (isOver && ended.size > terminatedPodThreshold) ? [key] : [];
      }),
      watching('nodes', (change) => {
        if (change.type !== 'DELETED') return [];
        return api.listPodsOnNode(change.object.metadata.name).map(keyOf);
      }),
    ],
    sync,
  };
}
