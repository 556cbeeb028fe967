import { findCondition, formatTime } from '@podlab/apimachinery';
import type { Node, Taint } from 'kubernetes-types/core/v1';
import { notReadyTaintKey, unreachableTaintKey, unschedulableTaintKey } from '../objects/taints.ts';

type Effect = 'NoExecute' | 'NoSchedule';

/** Conditions that are bad news when True, and their taints. @see pkg/controller/nodelifecycle/node_lifecycle_controller.go nodeConditionToTaintKeyStatusMap */
const pressureTaints: Readonly<Record<string, string>> = {
  MemoryPressure: 'node.kubernetes.io/memory-pressure',
  DiskPressure: 'node.kubernetes.io/disk-pressure',
  PIDPressure: 'node.kubernetes.io/pid-pressure',
  NetworkUnavailable: 'node.kubernetes.io/network-unavailable',
};

/** What a node without taints has: compare by it. */
export const noTaints: readonly Taint[] = [];

/** Taints that this controller gives and takes; all others are left alone. */
const managed: Readonly<Record<Effect, ReadonlySet<string>>> = {
  NoSchedule: new Set([unschedulableTaintKey, notReadyTaintKey, unreachableTaintKey, ...Object.values(pressureTaints)]),
  NoExecute: new Set([notReadyTaintKey, unreachableTaintKey]),
};

/**
 * A node's taints, with those of one effect brought in line with its conditions and with being cordoned. Present ones
 * keep their place and time, new ones come last.
 * @returns the same array when nothing changes
 */
export function syncedTaints(node: Pick<Node, 'spec' | 'status'>, effect: Effect, nowMs: number): readonly Taint[] {
  const before = node.spec?.taints ?? noTaints;
  const wanted = wantedKeys(node, effect);
  const isManaged = (taint: Taint) => taint.effect === effect && managed[effect].has(taint.key);
  const kept = before.filter((taint) => !isManaged(taint) || wanted.includes(taint.key));
  const missing = wanted.filter((key) => !kept.some((taint) => taint.key === key && taint.effect === effect));
  if (kept.length === before.length && missing.length === 0) return before;
  return [...kept, ...missing.map((key) => ({ key, effect, timeAdded: formatTime(nowMs) }))];
}

/** Without those that make Pods leave a node that is not ready. */
export function withoutEviction(taints: readonly Taint[]): readonly Taint[] {
  return taints.filter(({ key, effect }) => effect !== 'NoExecute' || !managed.NoExecute.has(key));
}

function wantedKeys({ spec, status }: Pick<Node, 'spec' | 'status'>, effect: Effect): string[] {
  const ready = findCondition(status?.conditions, 'Ready')?.status;
  const keys: string[] = [];
  if (ready === 'False') keys.push(notReadyTaintKey);
  if (ready === 'Unknown') keys.push(unreachableTaintKey);
  if (effect === 'NoExecute') return keys;
  for (const [type, key] of Object.entries(pressureTaints)) {
    if (findCondition(status?.conditions, type)?.status === 'True') keys.push(key);
  }
  if (spec?.unschedulable) keys.push(unschedulableTaintKey);
  return keys;
}
