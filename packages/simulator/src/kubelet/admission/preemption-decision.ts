import type { Lack } from './admit-pod.ts';
import type { Amounts } from '../../scheduler/resources.ts';

/** A Pod of a node, as far as it matters for making room. */
export interface PreemptionCandidate {
  readonly qosClass: string;
  readonly priority: number;
  /** Critical Pods go only for those of higher priority. */
  readonly isCritical: boolean;
  readonly requests: Amounts;
}

/** Either which Pods go, or what cannot be freed. */
export type PreemptionVerdict<T> = { readonly victims: readonly T[] } | { readonly unmet: readonly Lack[] };

/**
 * Which Pods of a full node go for a critical one: as few guaranteed Pods as will do once all others were gone, then as
 * few burstable ones, then as few best-effort ones.
 * @param priority of the critical Pod
 * @see kubernetes v1.36 pkg/kubelet/preemption/preemption.go getPodsToPreempt
 */
export function podsToPreempt<T extends PreemptionCandidate>(
  priority: number,
  pods: readonly T[],
  lacks: readonly Lack[],
): PreemptionVerdict<T> {
  const preemptable = pods.filter((pod) => !pod.isCritical || priority > pod.priority);
  const unmet = remaining(lacks, preemptable);
  if (unmet.length > 0) return { unmet };
  const ofClass = (name: string) => preemptable.filter(({ qosClass }) => qosClass === name);
  const [bestEffort, burstable, guaranteed] = ['BestEffort', 'Burstable', 'Guaranteed'].map(ofClass) as [T[], T[], T[]];
  const guaranteedGo = nearest(guaranteed, remaining(lacks, [...bestEffort, ...burstable]));
  const burstableGo = nearest(burstable, remaining(lacks, [...bestEffort, ...guaranteedGo]));
  const bestEffortGo = nearest(bestEffort, remaining(lacks, [...burstableGo, ...guaranteedGo]));
  return { victims: [...bestEffortGo, ...burstableGo, ...guaranteedGo] };
}

/** Takes whichever Pod comes nearest to what is still lacking, until nothing is. Of two alike the smaller one goes. */
function nearest<T extends PreemptionCandidate>(pods: readonly T[], lacks: readonly Lack[]): T[] {
  const left = [...pods];
  const going: T[] = [];
  let wanted = lacks;
  while (wanted.length > 0 && left.length > 0) {
    const [first, ...others] = left.keys();
    let best = first as number;
    for (const index of others) {
      const [pod, bestPod] = [left[index] as T, left[best] as T];
      const difference = distance(wanted, pod) - distance(wanted, bestPod);
      if (difference < 0 || (difference === 0 && isNotLarger(pod, bestPod))) best = index;
    }
    const victim = left[best] as T;
    const last = left.pop() as T;
    if (victim !== last) left[best] = last;
    going.push(victim);
    wanted = remaining(wanted, [victim]);
  }
  return going;
}

/** How much would still be lacking: each resource counts by the part of it that is missing, squared. */
function distance(lacks: readonly Lack[], pod: PreemptionCandidate): number {
  return lacks.reduce((sum, { resource, amount }) => {
    const missing = amount - requested(pod, resource);
    return missing > 0 ? sum + (missing / amount) ** 2 : sum;
  }, 0);
}

function remaining(lacks: readonly Lack[], gone: readonly PreemptionCandidate[]): Lack[] {
  return lacks
    .map(({ resource, amount }) => ({
      resource,
      amount: gone.reduce((left, pod) => left - requested(pod, resource), amount),
    }))
    .filter(({ amount }) => amount > 0);
}

function isNotLarger(a: PreemptionCandidate, b: PreemptionCandidate): boolean {
  const memory = requested(a, 'memory') - requested(b, 'memory');
  return memory === 0 ? requested(a, 'cpu') <= requested(b, 'cpu') : memory < 0;
}

function requested({ requests }: PreemptionCandidate, resource: string): number {
  return resource === 'pods' ? 1 : (requests[resource] ?? 0);
}
