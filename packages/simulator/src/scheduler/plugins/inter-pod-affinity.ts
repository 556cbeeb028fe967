import { matchesSelector, type Selector, selectorOf } from '@podlab/apimachinery';
import type { PodAffinityTerm, WeightedPodAffinityTerm } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { NodeInfo } from '../node-info.ts';
import { type PodInfo, podInfoOf } from '../scheduled-pod.ts';
import {
  changesTopology,
  type FilterPlugin,
  reject,
  type Rejection,
  type SchedulingContext,
  type ScorePlugin,
} from './plugin.ts';

const affinityReason = "node(s) didn't match pod affinity rules";
const antiAffinityReason = "node(s) didn't match pod anti-affinity rules";
const existingReason = "node(s) didn't satisfy existing pods anti-affinity rules";

/** How strongly required affinity of Pods that are there draws others to them. */
const requiredAffinityWeight = 1;

/** A term with its selector read, and the namespaces it looks in: those that are named and those with such labels. */
interface Term {
  readonly topologyKey: string;
  /** Undefined finds nothing. */
  readonly selector: Selector | undefined;
  readonly named: readonly string[] | undefined;
  readonly byLabels: Selector | undefined;
}

/** How much a term draws Pods; less than nothing drives them away. */
interface WeightedTerm {
  readonly weight: number;
  readonly term: Term;
}

/** `key=value` of a topology → how much. */
type Domains = Map<string, number>;

/** Obeys affinity and anti-affinity between Pods. @see pkg/scheduler/framework/plugins/interpodaffinity */
export const interPodAffinity: FilterPlugin & ScorePlugin = {
  name: 'InterPodAffinity',
  weight: 2,
  forPod: (info, context) => {
    const nodes = context.cluster.nodes();
    const forbidden = domainsForbiddenByOthers(info, nodes, context);
    const wanted = info.requiredAffinity.map((term) => termOf(term, info.pod));
    const unwanted = info.requiredAntiAffinity.map((term) => termOf(term, info.pod));
    if (forbidden.size === 0 && wanted.length === 0 && unwanted.length === 0) return undefined;
    const near = wanted.map((term) =>
      domainsOf(term, nodes, (pod) => wanted.every((each) => finds(each, pod, context))),
    );
    const far = unwanted.map((term) => domainsOf(term, nodes, (pod) => finds(term, pod, context)));
    const isFirst = near.every(({ size }) => size === 0) && wanted.every((term) => finds(term, info.pod, context));
    return (node) =>
      checkAffinity(node, { wanted, near, isFirst }) ??
      (unwanted.some((term, i) => far[i]?.has(domain(node, term.topologyKey) ?? ''))
        ? reject(antiAffinityReason, false)
        : undefined) ??
      ([...forbidden.keys()].some((each) => isIn(node, each)) ? reject(existingReason, false) : undefined);
  },
  mayHelp: (change, info) => {
    if (change.kind === 'podAssigned') return mayBeMeant(info.requiredAffinity, info.pod, change.pod);
    if (change.kind === 'podRelabelled') {
      const isWanted = (pod: StoredOf<'pods'>) => mayBeMeant(info.requiredAffinity, info.pod, pod);
      const isUnwanted = (pod: StoredOf<'pods'>) => mayBeMeant(info.requiredAntiAffinity, info.pod, pod);
      const { old, pod } = change;
      return (!isWanted(old) && isWanted(pod)) || (isUnwanted(old) && !isUnwanted(pod));
    }
    if (change.kind !== 'podGone') {
      const terms = [...info.requiredAffinity, ...info.requiredAntiAffinity];
      return changesTopology(
        change,
        terms.map(({ topologyKey }) => topologyKey),
      );
    }
    const { requiredAntiAffinity } = podInfoOf(change.pod);
    return (
      mayBeMeant(info.requiredAntiAffinity, info.pod, change.pod) ||
      mayBeMeant(requiredAntiAffinity, change.pod, info.pod)
    );
  },
  score: (info, nodes, context) => {
    const sums = preferences(info, context);
    if (sums.size === 0) return undefined;
    const scores = nodes.map((node) =>
      [...sums].filter(([each]) => isIn(node, each)).reduce((sum, [, weight]) => sum + weight, 0),
    );
    const [min, max] = [Math.min(...scores), Math.max(...scores)];
    return scores.map((score) => (max === min ? 0 : Math.floor((100 * (score - min)) / (max - min))));
  },
};

function checkAffinity(
  node: NodeInfo,
  { wanted, near, isFirst }: { wanted: readonly Term[]; near: readonly Domains[]; isFirst: boolean },
): Rejection | undefined {
  for (const [i, term] of wanted.entries()) {
    const here = domain(node, term.topologyKey);
    if (here === undefined || (!isFirst && !near[i]?.has(here))) return reject(affinityReason, true);
  }
  return undefined;
}

/**
 * Whether all terms may mean a Pod; no terms mean nobody. Those that look in namespaces by their labels may.
 * @see pkg/scheduler/framework/plugins/interpodaffinity/plugin.go isSchedulableAfterPodChange
 */
function mayBeMeant(terms: readonly PodAffinityTerm[], holder: StoredOf<'pods'>, pod: StoredOf<'pods'>): boolean {
  if (terms.length === 0) return false;
  return terms.every(({ labelSelector, namespaces, namespaceSelector }) => {
    if (!labelSelector || !matchesSelector(selectorOf(labelSelector), pod.metadata.labels)) return false;
    if (namespaceSelector) return true;
    return (namespaces?.length ? namespaces : [holder.metadata.namespace]).includes(pod.metadata.namespace ?? '');
  });
}

/** Where Pods that are there do not want this one. */
function domainsForbiddenByOthers(info: PodInfo, nodes: readonly NodeInfo[], context: SchedulingContext): Domains {
  const domains: Domains = new Map();
  for (const node of nodes) {
    if (node.podsWithAffinity.size === 0) continue;
    for (const other of node.podsWithAffinity.values()) {
      for (const term of knownTerms(other).refused) {
        if (finds(term, info.pod, context)) add(domains, domain(node, term.topologyKey), 1);
      }
    }
  }
  return domains;
}

function domainsOf(term: Term, nodes: readonly NodeInfo[], isMeant: (pod: StoredOf<'pods'>) => boolean): Domains {
  const domains: Domains = new Map();
  for (const node of nodes) {
    const here = domain(node, term.topologyKey);
    if (here === undefined) continue;
    for (const { pod } of node.pods.values()) if (isMeant(pod)) add(domains, here, 1);
  }
  return domains;
}

/** How much the Pod is drawn to each domain, by its own preferences and by those of the Pods there. */
function preferences(info: PodInfo, context: SchedulingContext): Domains {
  const sums: Domains = new Map();
  const own = preferredTerms(info);
  for (const node of context.cluster.nodes()) {
    if (own.length === 0 && node.podsWithAffinity.size === 0) continue;
    for (const { pod } of own.length > 0 ? node.pods.values() : []) {
      for (const { weight, term } of own)
        if (finds(term, pod, context)) add(sums, domain(node, term.topologyKey), weight);
    }
    for (const other of node.podsWithAffinity.values()) {
      for (const { weight, term } of knownTerms(other).drawing) {
        if (finds(term, info.pod, context)) add(sums, domain(node, term.topologyKey), weight);
      }
    }
  }
  return sums;
}

/** What a Pod that is on a node says of others; those few that say something are asked about each Pod that comes. */
interface KnownTerms {
  readonly refused: readonly Term[];
  readonly drawing: readonly WeightedTerm[];
}

const known = new WeakMap<PodInfo, KnownTerms>();

function knownTerms(info: PodInfo): KnownTerms {
  let terms = known.get(info);
  if (!terms) {
    const required = info.requiredAffinity.map((term) => ({
      weight: requiredAffinityWeight,
      term: termOf(term, info.pod),
    }));
    const refused = info.requiredAntiAffinity.map((term) => termOf(term, info.pod));
    terms = { refused, drawing: [...required, ...preferredTerms(info)] };
    known.set(info, terms);
  }
  return terms;
}

function preferredTerms({ preferredAffinity, preferredAntiAffinity, pod }: PodInfo): WeightedTerm[] {
  const read = (sign: 1 | -1) => (preferred: WeightedPodAffinityTerm) => ({
    weight: sign * preferred.weight,
    term: termOf(preferred.podAffinityTerm, pod),
  });
  return [...preferredAffinity.map(read(1)), ...preferredAntiAffinity.map(read(-1))];
}

/** A term that names no namespaces looks in that of the Pod that has it. */
function termOf(term: PodAffinityTerm, pod: StoredOf<'pods'>): Term {
  const { namespaceSelector, labelSelector, topologyKey } = term;
  return {
    topologyKey,
    selector: labelSelector && selectorOf(labelSelector),
    named: term.namespaces?.length || namespaceSelector ? term.namespaces : [pod.metadata.namespace ?? ''],
    byLabels: namespaceSelector && selectorOf(namespaceSelector),
  };
}

function finds(
  { selector, named, byLabels }: Term,
  { metadata }: StoredOf<'pods'>,
  { namespaceLabels }: SchedulingContext,
): boolean {
  const { namespace = '', labels } = metadata;
  if (selector === undefined || !matchesSelector(selector, labels)) return false;
  if (named?.includes(namespace)) return true;
  return byLabels !== undefined && matchesSelector(byLabels, namespaceLabels(namespace));
}

function domain({ node }: NodeInfo, key: string): string | undefined {
  const value = node?.metadata.labels?.[key];
  return value === undefined ? undefined : `${key}=${value}`;
}

function isIn(node: NodeInfo, each: string): boolean {
  return domain(node, each.slice(0, each.indexOf('='))) === each;
}

function add(domains: Domains, key: string | undefined, by: number): void {
  if (key !== undefined) domains.set(key, (domains.get(key) ?? 0) + by);
}
