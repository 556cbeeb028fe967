import { formatTime } from '@podlab/apimachinery';
import type { NodeCondition } from 'kubernetes-types/core/v1';

/** A node is given up when it has said nothing for this long. @see pkg/controller/nodelifecycle/config/v1alpha1 NodeMonitorGracePeriod */
export const nodeMonitorGraceMs = 50_000;
/** How often nodes are looked at. @see pkg/controller/nodelifecycle/config/v1alpha1 NodeMonitorPeriod */
export const nodeMonitorPeriodMs = 5_000;

const kubeletConditions = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'];

/**
 * The conditions of a node that no longer says anything: those that its kubelet writes become Unknown.
 * @see pkg/controller/nodelifecycle/node_lifecycle_controller.go tryUpdateNodeHealth
 */
export function silentNodeConditions(before: readonly NodeCondition[] | undefined, nowMs: number): NodeCondition[] {
  const now = formatTime(nowMs);
  const known = (before ?? []).map((condition) =>
    kubeletConditions.includes(condition.type) && condition.status !== 'Unknown'
      ? {
          ...condition,
          status: 'Unknown',
          lastTransitionTime: now,
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
        }
      : condition,
  );
  const missing = kubeletConditions.filter((type) => !known.some((condition) => condition.type === type));
  return [
    ...known,
    ...missing.map((type) => ({
      type,
      status: 'Unknown',
      lastHeartbeatTime: now,
      lastTransitionTime: now,
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
    })),
  ];
}

/** When nodes are looked at next, after `nowMs`: every five seconds since the controller began. */
export function nextMonitorMs(nowMs: number, startedMs: number): number {
  return startedMs + (Math.floor((nowMs - startedMs) / nodeMonitorPeriodMs) + 1) * nodeMonitorPeriodMs;
}

/** When a node that was last heard of at `heardMs` is given up: at the first look that finds the grace period over. */
export function givenUpAtMs(heardMs: number, startedMs: number): number {
  const seenMs = nextMonitorMs(heardMs - 1, startedMs);
  return nextMonitorMs(seenMs + nodeMonitorGraceMs - 1, startedMs);
}
