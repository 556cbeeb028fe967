import { parseTime } from '@podlab/apimachinery';
import type { StoredOf } from '../apiserver/local-api.ts';
import { findRejection, type NodeRejection } from './choose-node.ts';
import type { NodeInfo } from './node-info.ts';
import type { Rejection, SchedulingContext } from './plugins/plugin.ts';
import { type PodInfo, priorityOf } from './scheduled-pod.ts';

/** The reason of the condition DisruptionTarget on a Pod that has to make room. */
export const preemptionReason = 'PreemptionByScheduler';

/** Which Pods have to go, and from where, so that another one can come. */
export interface Preemption {
  readonly node: NodeInfo;
  /** Most important first. */
  readonly victims: readonly PodInfo[];
}

/** What preemption can do for a Pod that fits nowhere. */
export type PreemptionOutcome =
  | { readonly preemption: Preemption }
  /** Nothing: the words for it. */
  | { readonly preemption: undefined; readonly message: string };

const notHelpful = 'Preemption is not helpful for scheduling';
const noVictims = 'No preemption victims found for incoming pod';

/**
 * Looks for Pods of lower priority whose going would let this one in: on each node as few and as unimportant as
 * possible, then on the node where it does the least harm.
 * @param options.isProtected whether a budget forbids the disruption of a Pod; such Pods are only taken when it must be
 * @see pkg/scheduler/framework/preemption/preemption.go, plugins/defaultpreemption/default_preemption.go
 */
export function findPreemption(
  info: PodInfo,
  rejections: readonly NodeRejection[],
  options: {
    readonly context: SchedulingContext;
    readonly isProtected: (pod: StoredOf<'pods'>) => boolean;
  },
): PreemptionOutcome {
  if (info.pod.spec?.preemptionPolicy === 'Never') {
    return { preemption: undefined, message: 'not eligible due to preemptionPolicy=Never.' };
  }
  if (isAwaitingVictims(info, options.context)) {
    return { preemption: undefined, message: 'not eligible due to a terminating pod on the nominated node.' };
  }
  const candidates: Candidate[] = [];
  const failures: Rejection[] = [];
  for (const { node, isUnresolvable } of rejections) {
    const outcome = isUnresolvable ? { reasons: [notHelpful], isUnresolvable } : selectVictims(info, node, options);
    if ('victims' in outcome) candidates.push(outcome);
    else failures.push(outcome);
  }
  const [first, ...others] = candidates;
  if (!first) return { preemption: undefined, message: nodesMessage(failures) };
  return { preemption: others.reduce((best, other) => (compareHarm(other, best) < 0 ? other : best), first) };
}

interface Candidate extends Preemption {
  readonly violations: number;
}

/** Whether the Pod has had Pods evicted already that are still on their way out. */
function isAwaitingVictims(info: PodInfo, { cluster }: SchedulingContext): boolean {
  const nominated = info.pod.status?.nominatedNodeName;
  const node = nominated ? cluster.nodes().find((each) => each.node?.metadata.name === nominated) : undefined;
  return [...(node?.pods.values() ?? [])].some(
    ({ pod }) =>
      priorityOf(pod) < priorityOf(info.pod) &&
      pod.metadata.deletionTimestamp !== undefined &&
      pod.status?.conditions?.some(({ type, reason }) => type === 'DisruptionTarget' && reason === preemptionReason),
  );
}

/** Takes all less important Pods away, then lets back in, most important first, whoever still finds room. */
function selectVictims(
  info: PodInfo,
  node: NodeInfo,
  { context, isProtected }: Parameters<typeof findPreemption>[2],
): Candidate | Rejection {
  const { cluster } = context;
  const nodeName = node.node?.metadata.name ?? '';
  const lower = [...node.pods.values()].filter(({ pod }) => priorityOf(pod) < priorityOf(info.pod));
  if (lower.length === 0) return { reasons: [noVictims], isUnresolvable: true };
  for (const { pod } of lower) cluster.removePod(pod.metadata.uid);
  const rejection = findRejection(info, node, context);
  const victims: PodInfo[] = [];
  let violations = 0;
  const byImportance = lower.toSorted(compareImportance);
  const reprievable = [
    ...byImportance.filter(({ pod }) => isProtected(pod)),
    ...byImportance.filter(({ pod }) => !isProtected(pod)),
  ];
  for (const candidate of rejection ? [] : reprievable) {
    cluster.setPod(candidate.pod, nodeName);
    if (!findRejection(info, node, context)) continue;
    cluster.removePod(candidate.pod.metadata.uid);
    victims.push(candidate);
    if (isProtected(candidate.pod)) violations += 1;
  }
  for (const { pod } of lower) cluster.setPod(pod, nodeName);
  return rejection ?? { node, victims: victims.toSorted(compareImportance), violations };
}

/** Higher priority first, then who started earlier. */
function compareImportance({ pod: a }: PodInfo, { pod: b }: PodInfo): number {
  return priorityOf(b) - priorityOf(a) || startedMs(a) - startedMs(b);
}

function startedMs({ status, metadata }: StoredOf<'pods'>): number {
  return parseTime(status?.startTime ?? metadata.creationTimestamp) ?? 0;
}

/** Fewer broken budgets, a less important worst victim, a smaller sum of priorities, fewer victims, younger victims. */
function compareHarm(a: Candidate, b: Candidate): number {
  const worst = ({ victims }: Candidate) => (victims[0] ? priorityOf(victims[0].pod) : 0);
  const sum = ({ victims }: Candidate) => victims.reduce((total, { pod }) => total + priorityOf(pod) + 2 ** 31, 0);
  const oldest = ({ victims }: Candidate) => (victims[0] ? startedMs(victims[0].pod) : 0);
  return (
    a.violations - b.violations ||
    worst(a) - worst(b) ||
    sum(a) - sum(b) ||
    a.victims.length - b.victims.length ||
    oldest(b) - oldest(a)
  );
}

/** `0/3 nodes are available: 1 this, 2 that.`; the counted reasons in the order of their texts. */
export function nodesMessage(rejections: readonly Rejection[]): string {
  const counts = new Map<string, number>();
  for (const reason of rejections.flatMap(({ reasons }) => reasons)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `0/${rejections.length} nodes are available: ${texts.join(', ')}.`;
}
