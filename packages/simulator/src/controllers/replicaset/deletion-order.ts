import { parseTime } from '@podlab/apimachinery';

import type { StoredOf } from '../../apiserver/local-api.ts';
import { findPodCondition, isPodActive, isPodReady, maxRestartCount } from '../objects/pod.ts';

/** The annotation by which a Pod says how bad it would be to lose it; an integer, 0 without it. */
export const deletionCostAnnotation = 'controller.kubernetes.io/pod-deletion-cost';

const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * Chooses the `count` Pods that an owner can do without most easily, best first: not assigned, not running, not ready,
 * cheap, crowded on a node, young, often restarted.
 * @param related the active Pods of all ReplicaSets of the same owner: what makes a node crowded
 * @see pkg/controller/controller_utils.go ActivePodsWithRanks
 */
export function choosePodsToDelete(
  pods: readonly StoredOf<'pods'>[],
  related: readonly StoredOf<'pods'>[],
  { count, nowMs }: { readonly count: number; readonly nowMs: number },
): StoredOf<'pods'>[] {
  if (count >= pods.length) return [...pods];
  const onNode = new Map<string | undefined, number>();
  for (const pod of related) {
    if (isPodActive(pod)) onNode.set(pod.spec?.nodeName, (onNode.get(pod.spec?.nodeName) ?? 0) + 1);
  }
  const candidates = pods.map((pod) => candidateOf(pod, onNode.get(pod.spec?.nodeName) ?? 0));
  candidates.sort((a, b) => compareCandidates(a, b, nowMs));
  return candidates.slice(0, count).map(({ pod }) => pod);
}

/** What the order looks at, read once per Pod. */
interface Candidate {
  readonly pod: StoredOf<'pods'>;
  readonly assigned: boolean;
  readonly phase: number;
  readonly ready: boolean;
  readonly cost: number;
  readonly podsOnNode: number;
  readonly readySinceMs: number | undefined;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly createdMs: number;
}

function candidateOf(pod: StoredOf<'pods'>, podsOnNode: number): Candidate {
  const ready = isPodReady(pod);
  const since = findPodCondition(pod, 'Ready')?.lastTransitionTime;
  return {
    pod,
    assigned: Boolean(pod.spec?.nodeName),
    phase: phaseOrder[pod.status?.phase ?? 'Pending'] ?? 0,
    ready,
    cost: deletionCost(pod),
    podsOnNode,
    readySinceMs: ready ? parseTime(since) : undefined,
    restarts: maxRestartCount(pod, 'apps'),
    sidecarRestarts: maxRestartCount(pod, 'sidecars'),
    createdMs: parseTime(pod.metadata.creationTimestamp) ?? 0,
  };
}

function deletionCost(pod: StoredOf<'pods'>): number {
  const cost = pod.metadata?.annotations?.[deletionCostAnnotation];
  return cost !== undefined && /^-?\d+$/.test(cost) ? Number(cost) : 0;
}

function compareCandidates(a: Candidate, b: Candidate, nowMs: number): number {
  return (
    Number(a.assigned) - Number(b.assigned) ||
    a.phase - b.phase ||
    Number(a.ready) - Number(b.ready) ||
    a.cost - b.cost ||
    b.podsOnNode - a.podsOnNode ||
    compareAges(a, b, nowMs, (candidate) => candidate.readySinceMs) ||
    b.restarts - a.restarts ||
    b.sidecarRestarts - a.sidecarRestarts ||
    compareAges(a, b, nowMs, (candidate) => candidate.createdMs)
  );
}

/** Younger first, but ages in the same power of two count as equal, so that not always the newest goes; then by UID. */
function compareAges(
  a: Candidate,
  b: Candidate,
  nowMs: number,
  sinceMs: (candidate: Candidate) => number | undefined,
): number {
  const [aMs, bMs] = [sinceMs(a), sinceMs(b)];
  if (aMs === bMs || aMs === undefined || bMs === undefined) return 0;
  return ageBucket(nowMs - aMs) - ageBucket(nowMs - bMs) || (a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1);
}

/**
 * The power of two of an age in nanoseconds (Kubernetes' unit of durations: it decides where the buckets begin).
 * Counted, as engines of JavaScript differ in the last bit of a logarithm.
 */
function ageBucket(ageMs: number): number {
  let bucket = -1;
  for (let rest = ageMs * 1e6; rest >= 1; rest /= 2) bucket += 1;
  return bucket;
}
