import { isPodReady } from '../objects/pod.ts';
import {
  allowsSurge,
  compareAge,
  type DaemonSet,
  isAvailable,
  isUpdated,
  type Node,
  type Pod,
  podsByNode,
} from './daemon-pods.ts';
import { nodeEligibility } from './node-eligibility.ts';

/** What a DaemonSet looks like at one moment. */
export interface DaemonSetObservation {
  readonly set: DaemonSet;
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  /** Of the present template. */
  readonly hash: string;
  readonly nowMs: number;
}

/** Pods to make, by node, and Pods to delete. */
export interface NodesPlan {
  readonly create: readonly string[];
  readonly delete: readonly Pod[];
  /** Pods that have ended on their nodes: they are deleted too, failed ones not too often. */
  readonly ended: readonly Pod[];
}

/**
 * Sees to it that each eligible node has one Pod, and no other node has any.
 * @see pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode, manage
 */
export function planNodes(observation: DaemonSetObservation): NodesPlan {
  const { set, nodes, pods } = observation;
  const byNode = podsByNode(pods);
  const plan = { create: [] as string[], delete: [] as Pod[], ended: [] as Pod[] };
  for (const node of nodes) {
    const { name } = node.metadata;
    const { shouldRun, mayStay } = nodeEligibility(set, node);
    const present = byNode.get(name);
    if (shouldRun && !present) plan.create.push(name);
    else if (mayStay && present) planNode(observation, name, present, shouldRun, plan);
    else if (!mayStay && present) plan.delete.push(...present.filter(isStaying));
  }
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  for (const [name, lost] of byNode) {
    if (!names.has(name)) plan.delete.push(...lost.filter(({ spec }) => !spec?.nodeName));
  }
  return plan;
}

function planNode(
  { set, hash, nowMs }: DaemonSetObservation,
  nodeName: string,
  present: readonly Pod[],
  shouldRun: boolean,
  plan: { create: string[]; delete: Pod[]; ended: Pod[] },
): void {
  const staying = present.filter(isStaying);
  plan.ended.push(...staying.filter(hasEnded));
  const running = staying.filter((pod) => !hasEnded(pod)).toSorted(compareAge);
  if (!allowsSurge(set)) {
    plan.delete.push(...running.slice(1));
    return;
  }
  if (running.length === 0 && shouldRun) plan.create.push(nodeName);
  if (running.length <= 1) return;
  const updated = running.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] === hash);
  const outdated = running.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] !== hash);
  plan.delete.push(...updated.slice(1), ...outdated.slice(1));
  const [[newPod], [oldPod]] = [updated, outdated];
  if (newPod && oldPod && (!isPodReady(oldPod) || isAvailable(newPod, set, nowMs))) plan.delete.push(oldPod);
}

/** How many nodes should have a Pod. */
export function countDesired({ set, nodes }: DaemonSetObservation): number {
  return nodes.filter((node) => nodeEligibility(set, node).shouldRun).length;
}

/** The Pods of a node by their template. Undefined when there are several of one kind: others see to that first. */
export function findPair(
  { set, hash }: DaemonSetObservation,
  pods: readonly Pod[],
): { readonly newPod: Pod | undefined; readonly oldPod: Pod | undefined } | undefined {
  const staying = pods.filter(isStaying);
  const updated = staying.filter((pod) => isUpdated(pod, set, hash));
  const outdated = staying.filter((pod) => !isUpdated(pod, set, hash));
  return updated.length > 1 || outdated.length > 1 ? undefined : { newPod: updated[0], oldPod: outdated[0] };
}

function isStaying({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp === undefined;
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}
