import { formatTime, parseTime } from '@podlab/apimachinery';
import type { PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from 'kubernetes-types/policy/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { isPodReady } from '../objects/pod.ts';

/** How long an eviction may take until its Pod's deletion is seen; then it is taken for failed. @see pkg/controller/disruption/disruption.go DeletionTimeout */
export const deletionTimeoutMs = 120_000;

/** What a budget's status is computed from. */
export interface BudgetObservation {
  readonly budget: StoredOf<'poddisruptionbudgets'>;
  /** The Pods that it selects. */
  readonly pods: readonly StoredOf<'pods'>[];
  /** How many Pods their controllers ask for in all; what percentages and `maxUnavailable` are of. */
  readonly desiredByControllers: number;
  readonly nowMs: number;
}

/**
 * How many Pods there should be, how many must stay healthy, and how many may go. All percentages round up.
 * @see pkg/controller/disruption/disruption.go getExpectedPodCount, updatePdbStatus
 */
export function budgetStatus(observation: BudgetObservation): PodDisruptionBudgetStatus {
  const { budget, pods, nowMs } = observation;
  const { expectedPods, desiredHealthy } = expectations(budget.spec ?? {}, observation);
  const disruptedPods = pendingDisruptions(observation);
  const currentHealthy = pods.filter(
    (pod) => pod.metadata.deletionTimestamp === undefined && !(pod.metadata.name in disruptedPods) && isPodReady(pod),
  ).length;
  const isAllowed = expectedPods > 0 && currentHealthy > desiredHealthy;
  const generation = budget.metadata.generation ?? 0;
  const known = budget.status?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  const status = isAllowed ? 'True' : 'False';
  return {
    observedGeneration: generation,
    ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods } : {}),
    disruptionsAllowed: isAllowed ? currentHealthy - desiredHealthy : 0,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    conditions: [
      {
        type: 'DisruptionAllowed',
        status,
        observedGeneration: generation,
        lastTransitionTime: known?.status === status ? known.lastTransitionTime : formatTime(nowMs),
        reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
        message: '',
      },
    ],
  };
}

/** Whether the budget is about a part of the Pods that their controllers ask for, not about a number of them. */
export function isOfScale({ minAvailable, maxUnavailable }: PodDisruptionBudgetSpec): boolean {
  return maxUnavailable !== undefined || typeof minAvailable === 'string';
}

/** When nothing can be worked out: no disruption is allowed. @see pkg/controller/disruption/disruption.go failSafe */
export function failedStatus(
  { status: before }: StoredOf<'poddisruptionbudgets'>,
  fault: string,
  nowMs: number,
): PodDisruptionBudgetStatus {
  const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0, observedGeneration } = before ?? {};
  const known = before?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  return {
    ...before,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    disruptionsAllowed: 0,
    conditions: [
      {
        type: 'DisruptionAllowed',
        status: 'False',
        ...(observedGeneration !== undefined && { observedGeneration }),
        lastTransitionTime: known?.status === 'False' ? known.lastTransitionTime : formatTime(nowMs),
        reason: 'SyncFailed',
        message: fault,
      },
    ],
  };
}

/** Milliseconds until the next announced eviction is taken for failed; undefined when none is announced. */
export function nextDisruptionCheckMs(status: PodDisruptionBudgetStatus, nowMs: number): number | undefined {
  const times = Object.values(status.disruptedPods ?? {}).map((time) => parseTime(time) ?? nowMs);
  return times.length > 0 ? Math.max(0, Math.min(...times) + deletionTimeoutMs - nowMs) : undefined;
}

function expectations(
  { minAvailable, maxUnavailable }: PodDisruptionBudgetSpec,
  { pods, desiredByControllers }: BudgetObservation,
): { expectedPods: number; desiredHealthy: number } {
  if (maxUnavailable !== undefined) {
    const allowed = scaledUp(maxUnavailable, desiredByControllers);
    return { expectedPods: desiredByControllers, desiredHealthy: Math.max(0, desiredByControllers - allowed) };
  }
  if (typeof minAvailable === 'string') {
    return { expectedPods: desiredByControllers, desiredHealthy: scaledUp(minAvailable, desiredByControllers) };
  }
  return { expectedPods: pods.length, desiredHealthy: minAvailable ?? 0 };
}

function scaledUp(value: number | string, total: number): number {
  return typeof value === 'number' ? value : Math.ceil((parseInt(value, 10) * total) / 100);
}

/** Evictions that were granted and whose Pods are not yet being deleted. */
function pendingDisruptions({ budget, pods, nowMs }: BudgetObservation): Record<string, string> {
  const byName = new Map(pods.map((pod) => [pod.metadata.name, pod]));
  const announced = Object.entries((budget.status?.disruptedPods ?? {}) as Record<string, string>);
  return Object.fromEntries(
    announced.filter(([name, time]) => {
      const pod = byName.get(name);
      if (!pod || pod.metadata.deletionTimestamp) return false;
      return (parseTime(time) ?? nowMs) + deletionTimeoutMs >= nowMs;
    }),
  );
}
