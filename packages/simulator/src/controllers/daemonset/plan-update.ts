import { isAvailable, type Pod, podsByNode, updateLimits } from './daemon-pods.ts';
import { nodeEligibility } from './node-eligibility.ts';
import { countDesired, type DaemonSetObservation, findPair } from './plan-nodes.ts';

/** Old Pods to delete, and nodes that get a new Pod beside the old one. */
export interface UpdatePlan {
  readonly delete: readonly Pod[];
  readonly create: readonly string[];
}

/**
 * How far a rolling update goes in one step. Without surge old Pods are deleted, those first that are not available anyway;
 * with surge new Pods are made beside old ones, which go once their successors are available.
 * @see pkg/controller/daemon/update.go rollingUpdate
 */
export function planUpdate(observation: DaemonSetObservation): UpdatePlan {
  const limits = updateLimits(observation.set, countDesired(observation));
  return limits.maxSurge === 0
    ? { delete: replaceable(observation, limits.maxUnavailable), create: [] }
    : planSurge(observation, limits.maxSurge);
}

function replaceable(observation: DaemonSetObservation, maxUnavailable: number): Pod[] {
  const { set, pods, nowMs } = observation;
  const broken: Pod[] = [];
  const healthy: Pod[] = [];
  let unavailable = 0;
  for (const onNode of podsByNode(pods).values()) {
    const pair = findPair(observation, onNode);
    const { newPod, oldPod } = pair ?? {};
    if (!pair || Boolean(newPod) === Boolean(oldPod)) unavailable += 1;
    else if (newPod) unavailable += isAvailable(newPod, set, nowMs) ? 0 : 1;
    else if (oldPod && isAvailable(oldPod, set, nowMs)) healthy.push(oldPod);
    else if (oldPod) {
      broken.push(oldPod);
      unavailable += 1;
    }
  }
  return [...broken, ...healthy.slice(0, Math.max(0, maxUnavailable - unavailable))];
}

function planSurge(observation: DaemonSetObservation, maxSurge: number): UpdatePlan {
  const { set, nodes, pods, nowMs } = observation;
  const plan = { delete: [] as Pod[], create: [] as string[] };
  const leaving: Pod[] = [];
  const candidates: string[] = [];
  let surge = 0;
  let available = 0;
  for (const [nodeName, onNode] of podsByNode(pods)) {
    const pair = findPair(observation, onNode);
    if (!pair) surge += 1;
    if (!pair) continue;
    const { newPod, oldPod } = pair;
    const serving = oldPod ?? newPod;
    if (serving && isAvailable(serving, set, nowMs)) available += 1;
    if (!oldPod) continue;
    if (newPod) {
      if (isAvailable(newPod, set, nowMs)) plan.delete.push(oldPod);
      else surge += 1;
      continue;
    }
    const node = nodes.find(({ metadata }) => metadata.name === nodeName);
    const shouldRun = node !== undefined && nodeEligibility(set, node).shouldRun;
    const isServing = isAvailable(oldPod, set, nowMs);
    if (!shouldRun) (isServing ? leaving : plan.delete).push(oldPod);
    else (isServing ? candidates : plan.create).push(nodeName);
  }
  plan.delete.push(...leaving.slice(0, Math.max(0, available - countDesired(observation))));
  plan.create.push(...candidates.slice(0, Math.max(0, maxSurge - surge)));
  return plan;
}
