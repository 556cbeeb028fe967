import { findCondition, parseTime } from '@podlab/apimachinery';
import type { StoredOf } from '../../apiserver/local-api.ts';

/** One Pod's usage of what is looked at: thousandths of a core, or thousandths of a byte. */
export interface PodUsage {
  readonly value: number;
  readonly timeMs: number;
  readonly windowMs: number;
}

/** Names of Pods, by what their usage is worth. */
export interface PodGroups {
  readonly readyCount: number;
  readonly unready: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
}

/** @see pkg/controller/podautoscaler/config/v1alpha1/defaults.go (v1.36) */
const cpuInitializationMs = 300_000;
const initialReadinessDelayMs = 30_000;

/**
 * Sorts Pods: those that count, those that are not ready, those without usage, those on their way out.
 * @see pkg/controller/podautoscaler/replica_calculator.go `groupPods` (v1.36)
 */
export function groupPods(
  pods: readonly StoredOf<'pods'>[],
  usage: ReadonlyMap<string, PodUsage>,
  options: { readonly isCpu: boolean; readonly nowMs: number },
): PodGroups {
  const unready = new Set<string>();
  const missing = new Set<string>();
  const ignored = new Set<string>();
  let readyCount = 0;
  for (const pod of pods) {
    const { name, deletionTimestamp } = pod.metadata;
    const used = usage.get(name);
    if (deletionTimestamp || pod.status?.phase === 'Failed') ignored.add(name);
    else if (pod.status?.phase === 'Pending') unready.add(name);
    else if (!used) missing.add(name);
    else if (options.isCpu && isUnready(pod, used, options.nowMs)) unready.add(name);
    else readyCount += 1;
  }
  return { readyCount, unready, missing, ignored };
}

/** Whether what a Pod uses says nothing yet, because it is still starting. */
function isUnready({ status }: StoredOf<'pods'>, used: PodUsage, nowMs: number): boolean {
  const ready = findCondition(status?.conditions, 'Ready');
  const startMs = parseTime(status?.startTime);
  if (!ready || startMs === undefined) return true;
  const sinceMs = parseTime(ready.lastTransitionTime) ?? startMs;
  const isFalse = ready.status === 'False';
  if (startMs + cpuInitializationMs > nowMs) return isFalse || used.timeMs < sinceMs + used.windowMs;
  return isFalse && startMs + initialReadinessDelayMs > sinceMs;
}
