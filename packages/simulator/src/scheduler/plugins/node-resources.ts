import type { NodeInfo } from '../node-info.ts';
import { amountsOf } from '../resources.ts';
import type { PodInfo } from '../scheduled-pod.ts';
import type { FilterPlugin, Rejection, ScorePlugin } from './plugin.ts';

/** Keeps the sum of requests within what nodes have, and likes empty nodes. @see pkg/scheduler/framework/plugins/noderesources/{fit,least_allocated}.go */
export const nodeResourcesFit: FilterPlugin & ScorePlugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  forPod: (info) => {
    const requests = Object.entries(info.requests);
    return (node) => findShortage(requests, node);
  },
  mayHelp: (change, { requests }) => {
    if (change.kind === 'podGone') return true;
    if (change.kind !== 'nodeAdded' && change.kind !== 'nodeChanged') return false;
    const allocatable = amountsOf(change.node.status?.allocatable);
    const before = change.kind === 'nodeChanged' ? amountsOf(change.old.status?.allocatable) : {};
    const fits = Object.entries(requests).every(([name, amount]) => amount <= (allocatable[name] ?? 0));
    return fits && Object.entries(allocatable).some(([name, amount]) => amount > (before[name] ?? 0));
  },
  score: (info, nodes) =>
    nodes.map((node) => {
      let free = 0;
      let resources = 0;
      for (const name of scoredResources) {
        const fraction = usedFraction(info, node, name);
        if (fraction === undefined) continue;
        free += Math.floor(Math.max(0, 1 - fraction) * 100);
        resources += 1;
      }
      return Math.floor(free / resources);
    }),
};

/** Likes nodes of which cpu and memory would be used alike. @see pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go */
export const balancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score: (info, nodes) => {
    const isBestEffort = Object.values(info.requests).every((amount) => amount === 0);
    if (isBestEffort) return undefined;
    return nodes.map((node) => {
      const [cpu = 0, memory = 0] = scoredResources
        .map((name) => usedFraction(info, node, name))
        .filter((fraction) => fraction !== undefined)
        .map((fraction) => Math.min(1, fraction));
      return Math.floor((1 - Math.abs(cpu - memory) / 2) * 100);
    });
  },
};

function findShortage(requests: readonly (readonly [string, number])[], node: NodeInfo): Rejection | undefined {
  let reasons: string[] | undefined;
  let isUnresolvable = false;
  if (node.pods.size + 1 > (node.allocatable.pods ?? 0)) reasons = ['Too many pods'];
  for (const [name, amount] of requests) {
    const allocatable = node.allocatable[name] ?? 0;
    if (amount === 0 || amount <= allocatable - (node.requested[name] ?? 0)) continue;
    (reasons ??= []).push(`Insufficient ${name}`);
    isUnresolvable ||= amount > allocatable;
  }
  return reasons && { reasons, isUnresolvable };
}

const scoredResources = ['cpu', 'memory'] as const;

/** How much of what a node has would be asked for with this Pod on it; undefined when it has none. */
function usedFraction(info: PodInfo, node: NodeInfo, name: (typeof scoredResources)[number]): number | undefined {
  const allocatable = node.allocatable[name] ?? 0;
  if (allocatable <= 0) return undefined;
  return ((node.scoredRequested[name] ?? 0) + (info.scoredRequests[name] ?? 0)) / allocatable;
}
