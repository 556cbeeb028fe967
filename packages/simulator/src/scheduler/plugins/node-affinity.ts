import type { Node, NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { becomesTrue, type FilterPlugin, normalise, reject, type ScorePlugin } from './plugin.ts';

const reason = "node(s) didn't match Pod's node affinity/selector";

/** Obeys `nodeSelector` and node affinity. @see pkg/scheduler/framework/plugins/nodeaffinity */
export const nodeAffinity: FilterPlugin & ScorePlugin = {
  name: 'NodeAffinity',
  weight: 2,
  onlyNodes: ({ pod }) => namedNodes(requiredTerms(pod.spec)),
  forPod: ({ pod }) => {
    if (!hasNodeAffinity(pod.spec)) return undefined;
    return ({ node }) => (node && matchesNodeAffinity(pod.spec, node) ? undefined : reject(reason, true));
  },
  mayHelp: (change, { pod }) => becomesTrue(change, (node) => matchesNodeAffinity(pod.spec, node)),
  score: ({ pod }, nodes) => {
    const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (!preferred?.length) return undefined;
    const sums = nodes.map(({ node }) =>
      preferred
        .filter(({ preference }) => node && matchesTerm(preference, node))
        .reduce((sum, { weight }) => sum + weight, 0),
    );
    return normalise(sums);
  },
};

/** Whether a Pod says anything about the nodes that it may go to. */
export function hasNodeAffinity(spec: PodSpec | undefined): boolean {
  return spec?.nodeSelector !== undefined || requiredTerms(spec) !== undefined;
}

/** Whether a node is one that `nodeSelector` and the required node affinity allow: any of its terms will do. */
export function matchesNodeAffinity(spec: PodSpec | undefined, node: StoredOf<'nodes'>): boolean {
  const labels = node.metadata.labels ?? {};
  const { nodeSelector } = spec ?? {};
  if (nodeSelector && !Object.entries(nodeSelector).every(([key, value]) => labels[key] === value)) return false;
  const terms = requiredTerms(spec);
  return !terms || terms.some((term) => matchesTerm(term, node));
}

/** The nodes that terms ask for by name, when each of them does, as those of a DaemonSet's Pods do. */
function namedNodes(terms: readonly NodeSelectorTerm[] | undefined): ReadonlySet<string> | undefined {
  if (!terms?.length) return undefined;
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const lists = matchFields
      .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
      .map(({ values = [] }) => values);
    const [first, ...others] = lists;
    if (!first) return undefined;
    for (const name of first) if (others.every((list) => list.includes(name))) names.add(name);
  }
  return names;
}

function requiredTerms(spec: PodSpec | undefined): readonly NodeSelectorTerm[] | undefined {
  return spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

/** Whether a node is one that a term selects; an empty term selects none. */
export function matchesTerm(term: NodeSelectorTerm, node: Pick<Node, 'metadata'>): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  const labels = node.metadata?.labels ?? {};
  return (
    expressions.every((requirement) => matchesRequirement(requirement, labels[requirement.key])) &&
    fields.every((requirement) =>
      matchesRequirement(requirement, requirement.key === 'metadata.name' ? node.metadata?.name : undefined),
    )
  );
}

function matchesRequirement({ operator, values = [] }: NodeSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && /^-?\d+$/.test(value) && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && /^-?\d+$/.test(value) && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
