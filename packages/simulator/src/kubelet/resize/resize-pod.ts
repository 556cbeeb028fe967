import { deepEqual, formatTime } from '@podlab/apimachinery';
import { newestInstance, type RuntimePod } from '../../runtime/ports.ts';
import type { AdmissionFault } from '../admission/admit-pod.ts';
import type { NodeServices, PodRecord } from '../node/node-services.ts';
import type { PodActions } from '../pod-actions.ts';
import { containersByRole, type PodConditionRecord, type StoredPod } from '../pod-types.ts';
import {
  containerResize,
  differsInResources,
  isIncrease,
  memoryShrinkFault,
  podLevelResources,
  resizeMessage,
  withAllocatedResources,
} from './resize-decision.ts';

/** How far a resize is. */
export interface ResizeProgress {
  /** Not given: `Deferred`. */
  readonly pending?: PodConditionRecord;
  /** Given, and not yet with the containers. */
  readonly inProgress?: PodConditionRecord;
}

/** The Pod with the resources it has been given: those it runs with, and that its status shows. */
export function allocatedPod({ pod, allocatedSpec }: PodRecord): StoredPod {
  const spec = withAllocatedResources(pod.spec, allocatedSpec);
  return spec === pod.spec ? pod : { ...pod, spec };
}

/**
 * Gives a Pod the resources that it asks for now, if its node has them; else they have to wait until another Pod ends.
 * @see kubernetes v1.36 pkg/kubelet/allocation/allocation_manager.go handlePodResourcesResize; fidelity.md 2.11
 */
export function considerResize(node: NodeServices, record: PodRecord): void {
  const { pod, resize } = record;
  const { uid, generation = 1 } = pod.metadata;
  if (!differsInResources(pod.spec, record.allocatedSpec)) {
    record.allocatedSpec = pod.spec;
    if (resize?.pending) record.resize = resize.inProgress && { inProgress: resize.inProgress };
    node.pendingResizes.delete(uid);
    return;
  }
  const nodeObject = node.api.get('nodes', undefined, node.nodeName);
  if (nodeObject === undefined) return;
  const isGrowing = isIncrease(pod.spec, record.allocatedSpec);
  const fault = node.allocation.resize(pod, nodeObject);
  if (fault === undefined) {
    record.allocatedSpec = pod.spec;
    record.resize = { inProgress: newCondition('PodResizeInProgress', generation, node) };
    node.pendingResizes.delete(uid);
    const message = resizeMessage('started', pod.spec, generation);
    node.events.event(pod, { type: 'Normal', reason: 'ResizeStarted', message });
    if (!isGrowing) node.retryResizes();
    return;
  }
  const sinceMs = node.pendingResizes.get(uid)?.sinceMs ?? node.timers.nowMs();
  node.pendingResizes.set(uid, { pod, isIncrease: isGrowing, sinceMs });
  noteDeferred(node, record, fault);
}

/** `Infeasible` is for nodes that swap or give whole CPUs away, which these do not. */
function noteDeferred(node: NodeServices, record: PodRecord, { reason: word, message }: AdmissionFault): void {
  const reason = 'Deferred';
  const { pod, resize } = record;
  const { generation = 1 } = pod.metadata;
  const before = resize?.pending;
  if (before?.observedGeneration === generation && before.message === message) return;
  const fresh = newCondition('PodResizePending', generation, node);
  const lastTransitionTime = before?.lastTransitionTime ?? fresh.lastTransitionTime;
  record.resize = {
    ...resize,
    pending: { ...fresh, ...(lastTransitionTime !== undefined && { lastTransitionTime }), reason, message },
  };
  if (before?.observedGeneration === generation) return;
  const text = resizeMessage(word, pod.spec, generation, message);
  node.events.event(pod, { type: 'Warning', reason: 'ResizeDeferred', message: text });
}

/** Notes that all containers have what they were given. */
export function finishResize(node: NodeServices, record: PodRecord, known: RuntimePod): void {
  const { inProgress, pending } = record.resize ?? {};
  if (inProgress === undefined || isUnderWay(record, known)) return;
  record.resize = pending && { pending };
  const message = resizeMessage('completed', record.allocatedSpec, inProgress.observedGeneration ?? 1);
  node.events.event(record.pod, { type: 'Normal', reason: 'ResizeCompleted', message });
}

/**
 * Gives running containers what they were allocated, unless one of them holds more memory than it would then be allowed.
 * @returns false when it cannot be done now
 * @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_manager.go validateMemoryResizeAction
 */
export function resizeContainers(node: NodeServices, record: PodRecord, resizes: PodActions['resize']): boolean {
  const { pod, resize, allocatedSpec } = record;
  const { uid } = pod.metadata;
  const error = memoryShrinkFault(
    resizes.map(({ container, instance }) => ({
      name: container.name,
      limit: container.resources?.limits?.memory,
      before: instance.resources?.limits?.memory,
      usedBytes: node.runtime.memoryBytes(uid, instance.id),
    })),
  );
  if (error === undefined) {
    for (const { container, instance } of resizes) {
      node.runtime.updateResources(uid, instance.id, container.resources ?? {});
    }
    return true;
  }
  const { inProgress } = resize ?? {};
  if (inProgress === undefined || inProgress.reason === 'Error') return false;
  record.resize = { ...resize, inProgress: { ...inProgress, reason: 'Error', message: error } };
  const message = resizeMessage('error', allocatedSpec, inProgress.observedGeneration ?? 1, error);
  node.events.event(pod, { type: 'Warning', reason: 'ResizeError', message });
  return false;
}

/** As `status.conditions` has them. */
export function resizeConditions({ resize }: PodRecord): readonly PodConditionRecord[] {
  if (resize === undefined) return [];
  return [resize.pending, resize.inProgress].filter((condition) => condition !== undefined);
}

/**
 * Gives the Pod as a whole what it was allocated.
 * @returns whether that is something else than it had
 */
export function resizePod(record: PodRecord): boolean {
  if (!isPodUnderWay(record)) return false;
  record.actuatedResources = podLevelResources(record.allocatedSpec);
  return true;
}

/** @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_manager.go isPodLevelResourcesResizeInProgress */
function isPodUnderWay({ allocatedSpec, actuatedResources }: PodRecord): boolean {
  return !deepEqual(podLevelResources(allocatedSpec), actuatedResources);
}

function isUnderWay(record: PodRecord, known: RuntimePod): boolean {
  if (isPodUnderWay(record)) return true;
  const { init, apps } = containersByRole(record.allocatedSpec);
  return [...init, ...apps].some((container) => {
    const instance = newestInstance(known, container.name);
    return instance?.state === 'running' && containerResize(container, instance.resources) !== 'none';
  });
}

function newCondition(type: string, observedGeneration: number, { timers }: NodeServices): PodConditionRecord {
  const now = formatTime(timers.nowMs());
  return { type, observedGeneration, status: 'True', lastProbeTime: now, lastTransitionTime: now };
}
