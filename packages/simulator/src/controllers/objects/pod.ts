import { parseTime } from '@podlab/apimachinery';
import type { Pod, PodCondition } from 'kubernetes-types/core/v1';

/** The condition of this type, if the Pod has it. */
export function findPodCondition(pod: Pick<Pod, 'status'>, type: string): PodCondition | undefined {
  for (const condition of pod.status?.conditions ?? []) if (condition.type === type) return condition;
  return undefined;
}

export function isPodReady(pod: Pick<Pod, 'status'>): boolean {
  return findPodCondition(pod, 'Ready')?.status === 'True';
}

/** Whether the Pod has ended for good: phase Succeeded or Failed. */
export function isPodTerminal(pod: Pick<Pod, 'status'>): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Whether the Pod counts for its owner: neither ended nor being deleted. @see pkg/controller/controller_utils.go IsPodActive */
export function isPodActive(pod: Pick<Pod, 'status' | 'metadata'>): boolean {
  return !isPodTerminal(pod) && !pod.metadata?.deletionTimestamp;
}

/** Whether the Pod is being deleted and has not ended yet. @see pkg/controller/controller_utils.go IsPodTerminating */
export function isPodTerminating(pod: Pick<Pod, 'status' | 'metadata'>): boolean {
  return !isPodTerminal(pod) && pod.metadata?.deletionTimestamp !== undefined;
}

/** When the Pod became, or will become, available: ready for `minReadySeconds`. Undefined while it is not ready. */
export function availableAtMs(pod: Pick<Pod, 'status'>, minReadySeconds: number): number | undefined {
  const ready = findPodCondition(pod, 'Ready');
  if (ready?.status !== 'True') return undefined;
  if (minReadySeconds === 0) return 0;
  const sinceMs = parseTime(ready.lastTransitionTime);
  return sinceMs === undefined ? undefined : sinceMs + minReadySeconds * 1000;
}

/** The highest restart count among the Pod's app containers (or `sidecars`: its restartable init containers). */
export function maxRestartCount(pod: Pick<Pod, 'spec' | 'status'>, which: 'apps' | 'sidecars'): number {
  if (which === 'apps')
    return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount));
  const sidecars = new Set(
    (pod.spec?.initContainers ?? [])
      .filter((container) => container.restartPolicy === 'Always')
      .map(({ name }) => name),
  );
  const statuses = pod.status?.initContainerStatuses ?? [];
  return Math.max(0, ...statuses.filter(({ name }) => sidecars.has(name)).map((status) => status.restartCount));
}
