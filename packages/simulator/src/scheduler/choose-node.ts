import type { Random } from '@podlab/apimachinery';
import type { NodeInfo } from './node-info.ts';
import { enoughNodes, NodeSampling } from './node-sampling.ts';
import { defaultFilters, defaultScores } from './plugins/default-plugins.ts';
import { type NodeFilter, reject, type Rejection, type SchedulingContext } from './plugins/plugin.ts';
import type { PodInfo } from './scheduled-pod.ts';

/** Why a Pod may not go to this node. */
export interface NodeRejection extends Rejection {
  readonly node: NodeInfo;
  /** The plugin that says so. */
  readonly plugin: string;
}

/** Where a Pod goes, or why nowhere. */
export type Choice =
  | { readonly node: NodeInfo }
  | { readonly node: undefined; readonly rejections: readonly NodeRejection[] };

/**
 * Filters the nodes, until enough are found, then takes the one with the highest weighted score; among equals, any.
 * @param random breaks ties; drawn from only when there are several
 * @param sampling where the search begins; is told how far it went
 * @see pkg/scheduler/schedule_one.go schedulePod
 */
export function chooseNode(
  info: PodInfo,
  context: SchedulingContext,
  random: Random,
  sampling = new NodeSampling(),
): Choice {
  const check = filtersFor(info, context);
  const feasible: NodeInfo[] = [];
  const rejections: NodeRejection[] = [];
  const nodes = context.cluster.nodes();
  const enough = enoughNodes(nodes.length);
  for (const node of sampling.order(nodes)) {
    if (feasible.length >= enough) break;
    const rejection = check(node);
    if (rejection) rejections.push(rejection);
    else feasible.push(node);
  }
  sampling.lookedAt(feasible.length + rejections.length, nodes.length);
  const best = feasible.length > 1 ? highest(feasible, totalScores(info, feasible, context)) : feasible;
  const node = best.length > 1 ? best[random.below(best.length)] : best[0];
  return node ? { node } : { node: undefined, rejections };
}

/** Asks all filters about one node, as the cluster is now. */
export function findRejection(info: PodInfo, node: NodeInfo, context: SchedulingContext): NodeRejection | undefined {
  return filtersFor(info, context)(node);
}

function filtersFor(info: PodInfo, context: SchedulingContext): (node: NodeInfo) => NodeRejection | undefined {
  const filters: { readonly plugin: string; readonly filter: NodeFilter }[] = [];
  const narrowing: { readonly plugin: string; readonly names: ReadonlySet<string> }[] = [];
  for (const plugin of defaultFilters) {
    const names = plugin.onlyNodes?.(info);
    if (names) narrowing.push({ plugin: plugin.name, names });
    const filter = plugin.forPod(info, context);
    if (filter) filters.push({ plugin: plugin.name, filter });
  }
  return (node) => {
    for (const { plugin, names } of narrowing) {
      if (names.has(node.node?.metadata.name ?? '')) continue;
      return { ...reject(`node(s) didn't satisfy plugin(s) [${plugin}]`, true), node, plugin };
    }
    for (const { plugin, filter } of filters) {
      const rejection = filter(node);
      if (rejection) return { ...rejection, node, plugin };
    }
    return undefined;
  };
}

function totalScores(info: PodInfo, nodes: readonly NodeInfo[], context: SchedulingContext): number[] {
  const totals = nodes.map(() => 0);
  for (const plugin of defaultScores) {
    const scores = plugin.score(info, nodes, context);
    if (!scores) continue;
    for (let i = 0; i < totals.length; i += 1) totals[i] = (totals[i] ?? 0) + (scores[i] ?? 0) * plugin.weight;
  }
  return totals;
}

function highest(nodes: readonly NodeInfo[], scores: readonly number[]): NodeInfo[] {
  let max = -Infinity;
  for (const score of scores) if (score > max) max = score;
  const best: NodeInfo[] = [];
  for (let i = 0; i < nodes.length; i += 1) if (scores[i] === max) best.push(nodes[i] as NodeInfo);
  return best;
}
