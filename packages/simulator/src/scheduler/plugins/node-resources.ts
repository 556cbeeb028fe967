import type { NodeInfo } from '../node-info.ts';
import { addAmounts, type Amounts, amountsOf } from '../resources.ts';
import { podInfoOf } from '../scheduled-pod.ts';
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
    if (change.kind === 'podShrunk' || change.kind === 'podItself') {
      const [before, after] = [podInfoOf(change.old).requests, podInfoOf(change.pod).requests];
      return Object.keys(requests).some((name) => (before[name] ?? 0) > (after[name] ?? 0));
    }
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
        const allocatable = node.allocatable[name] ?? 0;
        if (allocatable <= 0) continue;
        const used = (node.scoredRequested[name] ?? 0) + (info.scoredRequests[name] ?? 0);
        free += Math.floor((Math.max(0, allocatable - used) * 100) / allocatable);
        resources += 1;
      }
      return resources === 0 ? 0 : Math.floor(free / resources);
    }),
};

/**
 * Likes nodes whose use of cpu and memory the Pod makes more alike than it was: 75 is no change.
 * @see kubernetes v1.36 pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go
 */
export const balancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score: (info, nodes) => {
    const isBestEffort = scoredResources.every((name) => (info.requests[name] ?? 0) === 0);
    if (isBestEffort) return undefined;
    return nodes.map((node) => {
      const gain = balanceOf(addAmounts(node.requested, info.requests), node) - balanceOf(node.requested, node);
      return 50 + Math.trunc((50 + gain) / 2);
    });
  },
};

/** From 50 to 100: how much alike the fractions of cpu and memory would be that are asked for. */
function balanceOf(requested: Amounts, node: NodeInfo): number {
  const fractions = scoredResources
    .filter((name) => (node.allocatable[name] ?? 0) > 0)
    .map((name) => Math.min(1, (requested[name] ?? 0) / (node.allocatable[name] ?? 0)));
  const [first = 0, second = first] = fractions;
  return Math.trunc((1 - Math.abs(first - second) / 2) * 100);
}

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
