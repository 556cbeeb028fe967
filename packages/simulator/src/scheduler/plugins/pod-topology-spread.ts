import { deepEqual, matchesSelector, type Selector, selectorOf, withFields } from '@podlab/apimachinery';
import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { findUntolerated } from '../../controllers/objects/taints.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../scheduled-pod.ts';
import { hasNodeAffinity, matchesNodeAffinity } from './node-affinity.ts';
import { naturalLogarithm } from './natural-logarithm.ts';
import { changesTopology, type FilterPlugin, reject, type SchedulingContext, type ScorePlugin } from './plugin.ts';

const reason = "node(s) didn't match pod topology spread constraints";

interface Constraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selector: Selector;
  readonly source: Partial<TopologySpreadConstraint>;
}

/** Spreads Pods that say nothing over hosts and zones. @see pkg/scheduler/framework/plugins/podtopologyspread/plugin.go systemDefaultConstraints */
const systemDefaults = [
  { topologyKey: 'kubernetes.io/hostname', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5 },
] as const;

/** Keeps Pods from crowding in one place. @see pkg/scheduler/framework/plugins/podtopologyspread */
export const podTopologySpread: FilterPlugin & ScorePlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  forPod: (info, context) => {
    const constraints = constraintsOf(info, 'DoNotSchedule');
    if (constraints.length === 0) return undefined;
    const domains = constraints.map((constraint) => countDomains(info, constraint, context));
    return ({ node }) => {
      for (const [i, constraint] of constraints.entries()) {
        const value = node?.metadata.labels?.[constraint.topologyKey];
        if (value === undefined) return reject(`${reason} (missing required label)`, true);
        const counts = domains[i] as ReadonlyMap<string, number>;
        const lowest = counts.size < constraint.minDomains ? 0 : Math.min(...counts.values());
        const self = matchesSelector(constraint.selector, info.pod.metadata.labels) ? 1 : 0;
        if ((counts.get(value) ?? 0) + self - lowest > constraint.maxSkew) return reject(reason, false);
      }
      return undefined;
    };
  },
  mayHelp: (change, info) => {
    const constraints = constraintsOf(info, 'DoNotSchedule');
    const topologyKeys = constraints.map(({ topologyKey }) => topologyKey);
    const isOther = changesTopology(change, topologyKeys);
    if (!isOther || !('pod' in change)) return isOther;
    if (change.pod.metadata.namespace !== info.pod.metadata.namespace) return false;
    if (change.kind === 'podRelabelled') {
      const isCounted = (pod: StoredOf<'pods'>) =>
        constraints.map(({ selector }) => matchesSelector(selector, pod.metadata.labels));
      return !deepEqual(isCounted(change.old), isCounted(change.pod));
    }
    return constraints.every(({ selector }) => matchesSelector(selector, change.pod.metadata.labels));
  },
  score: (info, nodes, context) => {
    const own = constraintsOf(info, 'ScheduleAnyway');
    const constraints = own.length > 0 ? own : defaultConstraints(info, context);
    if (constraints.length === 0) return undefined;
    const isUsable = (node: NodeInfo) => own.every(({ topologyKey }) => labelOf(node, topologyKey) !== undefined);
    const usable = own.length > 0 ? nodes.filter(isUsable) : nodes;
    const scaled = scale(scoresOf(usable, constraints, { info, context }));
    if (usable === nodes) return scaled;
    const scoreOf = new Map(usable.map((node, i) => [node, scaled[i] as number]));
    return nodes.map((node) => scoreOf.get(node) ?? 0);
  },
};

/** How crowded each node's places are, by all constraints together. */
function scoresOf(
  nodes: readonly NodeInfo[],
  constraints: readonly Constraint[],
  { info, context }: { info: PodInfo; context: SchedulingContext },
): number[] {
  const scores = nodes.map(() => 0);
  for (const constraint of constraints) {
    const values: (string | undefined)[] = [];
    const different = new Set<string>();
    for (const node of nodes) {
      const value = labelOf(node, constraint.topologyKey);
      values.push(value);
      if (value !== undefined) different.add(value);
    }
    if (different.size === 0) continue;
    const byDomain = countDomains(info, constraint, context);
    const weight = naturalLogarithm(different.size + 2);
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i];
      if (value === undefined) continue;
      scores[i] = (scores[i] ?? 0) + (byDomain.get(value) ?? 0) * weight + constraint.maxSkew - 1;
    }
  }
  return scores;
}

/** From 0 to 100: the least crowded are the best. @param scores changed in place */
function scale(scores: number[]): number[] {
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < scores.length; i += 1) {
    const score = Math.round(scores[i] ?? 0);
    scores[i] = score;
    if (score < min) min = score;
    if (score > max) max = score;
  }
  for (let i = 0; i < scores.length; i += 1) {
    scores[i] = max === 0 ? 100 : Math.floor((100 * (max + min - (scores[i] ?? 0))) / max);
  }
  return scores;
}

/** How many matching Pods each value of the topology key has, among the nodes that the Pod could go to. */
function countDomains(
  info: PodInfo,
  { topologyKey, selector, source }: Constraint,
  { cluster }: SchedulingContext,
): Map<string, number> {
  const byNode = cluster.matchCounts.get(info.pod.metadata.namespace ?? '', selector);
  const domains = new Map<string, number>();
  const isTainted = ({ spec }: StoredOf<'nodes'>) =>
    findUntolerated(spec?.taints, info.pod.spec?.tolerations, ['NoSchedule', 'NoExecute']) !== undefined;
  const { spec } = info.pod;
  const isChoosy = source.nodeAffinityPolicy !== 'Ignore' && hasNodeAffinity(spec);
  for (const { node } of cluster.nodes()) {
    const value = node?.metadata.labels?.[topologyKey];
    if (!node || value === undefined) continue;
    if (isChoosy && !matchesNodeAffinity(spec, node)) continue;
    if (source.nodeTaintsPolicy === 'Honor' && isTainted(node)) continue;
    domains.set(value, (domains.get(value) ?? 0) + (byNode.get(node.metadata.name) ?? 0));
  }
  return domains;
}

function constraintsOf({ pod }: PodInfo, when: 'DoNotSchedule' | 'ScheduleAnyway'): Constraint[] {
  return (pod.spec?.topologySpreadConstraints ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === when)
    .map((source) => ({
      topologyKey: source.topologyKey,
      maxSkew: source.maxSkew,
      minDomains: source.minDomains ?? 1,
      selector: selectorOf(source.labelSelector ?? {}),
      source,
    }));
}

function defaultConstraints({ pod }: PodInfo, { defaultSelector }: SchedulingContext): readonly Constraint[] {
  const selector = defaultSelector(pod);
  if (!selector || selector.length === 0) return [];
  let constraints = defaultsOf.get(selector);
  if (!constraints) {
    constraints = systemDefaults.map((defaults) => withFields(defaults, { minDomains: 1, selector, source: {} }));
    defaultsOf.set(selector, constraints);
  }
  return constraints;
}

/** An owner's Pods have its selector in common. */
const defaultsOf = new WeakMap<Selector, readonly Constraint[]>();

function labelOf({ node }: NodeInfo, key: string): string | undefined {
  return node?.metadata.labels?.[key];
}
