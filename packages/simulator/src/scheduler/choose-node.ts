import type { Random } from '@podlab/apimachinery';
import type { NodeInfo } from './node-info.ts';
import { defaultFilters, defaultScores } from './plugins/default-plugins.ts';
import type { Rejection, SchedulingContext } from './plugins/plugin.ts';
import type { PodInfo } from './scheduled-pod.ts';

/** Where a Pod goes, or why nowhere. */
export type Choice =
  | { readonly node: NodeInfo }
  | { readonly node: undefined; readonly rejections: readonly Rejection[]; readonly rejectedBy: ReadonlySet<string> };

/**
 * Filters the nodes, then takes the one with the highest weighted score; among equals, any.
 * @param random breaks ties; drawn from only when there are several
 * @see pkg/scheduler/schedule_one.go schedulePod
 */
export function chooseNode(info: PodInfo, context: SchedulingContext, random: Random): Choice {
  const nodes = context.cluster.nodes();
  const filters = defaultFilters.flatMap((plugin) => {
    const filter = plugin.forPod(info, context);
    return filter ? [{ name: plugin.name, filter }] : [];
  });
  const feasible: NodeInfo[] = [];
  const rejections: Rejection[] = [];
  const rejectedBy = new Set<string>();
  for (const node of nodes) {
    let rejection: Rejection | undefined;
    for (const { name, filter } of filters) {
      rejection = filter(node);
      if (!rejection) continue;
      rejectedBy.add(name);
      break;
    }
    if (rejection) rejections.push(rejection);
    else feasible.push(node);
  }
  const best = feasible.length > 1 ? highest(feasible, totalScores(info, feasible, context)) : feasible;
  const node = best.length > 1 ? best[random.below(best.length)] : best[0];
  return node ? { node } : { node: undefined, rejections, rejectedBy };
}

function totalScores(info: PodInfo, nodes: readonly NodeInfo[], context: SchedulingContext): number[] {
  const totals = nodes.map(() => 0);
  for (const plugin of defaultScores) {
    for (const [i, score] of (plugin.score(info, nodes, context) ?? []).entries()) {
      totals[i] = (totals[i] ?? 0) + score * plugin.weight;
    }
  }
  return totals;
}

function highest(nodes: readonly NodeInfo[], scores: readonly number[]): NodeInfo[] {
  const max = Math.max(...scores);
  return nodes.filter((_, i) => scores[i] === max);
}
