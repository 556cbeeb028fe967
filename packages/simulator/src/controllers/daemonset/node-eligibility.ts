import { matchesNodeAffinity } from '../../scheduler/plugins/node-affinity.ts';
import { findUntolerated } from '../objects/taints.ts';
import type { DaemonSet, Node } from './daemon-pods.ts';
import { daemonTolerations } from './pod-of-daemonset.ts';

/** What a DaemonSet has to do with a node. */
export interface Eligibility {
  /** Whether the node should have a Pod. */
  readonly shouldRun: boolean;
  /** Whether a Pod that is there may stay: a taint that only keeps new ones off does not drive it away. */
  readonly mayStay: boolean;
}

/** @see pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod */
export function nodeEligibility({ spec }: DaemonSet, node: Node): Eligibility {
  const podSpec = spec?.template.spec;
  const isNamed = !podSpec?.nodeName || podSpec.nodeName === node.metadata.name;
  if (!isNamed || !matchesNodeAffinity(podSpec, node)) return { shouldRun: false, mayStay: false };
  const tolerations = daemonTolerations(podSpec);
  const taints = node.spec?.taints;
  const mayStay = !findUntolerated(taints, tolerations, ['NoExecute']);
  return { shouldRun: !findUntolerated(taints, tolerations, ['NoExecute', 'NoSchedule']), mayStay };
}
