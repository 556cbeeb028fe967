import { controllerOf, findCondition, type KubeObject } from '@podlab/apimachinery';
import type { PodSelection } from '@podlab/lab-format';
import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';

/** An object from the record, read as a Pod. */
export function asPod(object: KubeObject): Pod {
  return object as Pod;
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata?.deletionTimestamp !== undefined;
}

/** Its containers have ended for good: it no longer counts for its controller. */
export function hasEnded(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Whether a controller counts it among its Pods. */
export function isActive(pod: Pod): boolean {
  return !isTerminating(pod) && !hasEnded(pod);
}

export function controllerUidOf(pod: Pod): string | undefined {
  return controllerOf(pod)?.uid;
}

/** `web-7d9f·a3f1c`: the name and the first five characters of the UID, as the timeline prints it. */
export function shortName(object: { readonly metadata?: { readonly name?: string; readonly uid?: string } }): string {
  return `${object.metadata?.name ?? '?'}·${(object.metadata?.uid ?? '').slice(0, 5)}`;
}

export function isMirror(pod: Pod): boolean {
  return pod.metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined;
}

/** Statuses of the containers that may restart: init containers (sidecars among them) and app containers. */
export function containerStatusesOf(pod: Pod): readonly ContainerStatus[] {
  return [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
}

export function isPodReady(pod: Pod): boolean {
  return findCondition(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** The reason of a true DisruptionTarget condition: who wanted the Pod away, when it was not a plain deletion. */
export function disruptionReason(pod: Pod): string | undefined {
  const condition = findCondition(pod.status?.conditions, 'DisruptionTarget');
  return condition?.status === 'True' ? condition.reason : undefined;
}

export function isSelected(pod: Pod, selection: PodSelection): boolean {
  if (selection.name !== undefined && pod.metadata?.name !== selection.name) return false;
  return Object.entries(selection.labels ?? {}).every(([key, value]) => pod.metadata?.labels?.[key] === value);
}
