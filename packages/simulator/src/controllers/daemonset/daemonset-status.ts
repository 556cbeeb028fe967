import type { DaemonSetStatus } from 'kubernetes-types/apps/v1';
import { isPodReady } from '../objects/pod.ts';
import { compareAge, isAvailable, isUpdated, podsByNode } from './daemon-pods.ts';
import { nodeEligibility } from './node-eligibility.ts';
import type { DaemonSetObservation } from './plan-nodes.ts';

/**
 * The status of a DaemonSet, fields in the order of the API type; of several Pods on a node the oldest counts.
 * @see pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus
 */
export function daemonSetStatus(observation: DaemonSetObservation, collisionCount: number): DaemonSetStatus {
  const { set, nodes, pods, hash, nowMs } = observation;
  const byNode = podsByNode(pods);
  const counts = { current: 0, misscheduled: 0, desired: 0, ready: 0, updated: 0, available: 0 };
  for (const node of nodes) {
    const [pod] = (byNode.get(node.metadata.name) ?? []).toSorted(compareAge);
    const { shouldRun } = nodeEligibility(set, node);
    if (!shouldRun) counts.misscheduled += pod ? 1 : 0;
    if (!shouldRun) continue;
    counts.desired += 1;
    if (!pod) continue;
    counts.current += 1;
    if (isPodReady(pod)) counts.ready += 1;
    if (isAvailable(pod, set, nowMs)) counts.available += 1;
    if (isUpdated(pod, set, hash)) counts.updated += 1;
  }
  const unavailable = counts.desired - counts.available;
  return {
    currentNumberScheduled: counts.current,
    numberMisscheduled: counts.misscheduled,
    desiredNumberScheduled: counts.desired,
    numberReady: counts.ready,
    observedGeneration: set.metadata.generation ?? 0,
    ...(counts.updated > 0 ? { updatedNumberScheduled: counts.updated } : {}),
    ...(counts.available > 0 ? { numberAvailable: counts.available } : {}),
    ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
    ...(collisionCount > 0 ? { collisionCount } : {}),
  };
}
