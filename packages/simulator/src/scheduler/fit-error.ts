import type { Rejection } from './plugins/plugin.ts';

/** What the API keeps of an Event's message. */
export const maxEventMessageLength = 1024;

/**
 * Why a Pod fits nowhere, as FailedScheduling says it: how many nodes gave which reason, then what preemption would do.
 * There is no preemption here yet: as long as all Pods have the same priority, a real scheduler finds no victims either.
 * @param rejections one per node that there is
 * @param options.mayPreempt false for `preemptionPolicy: Never`
 * @see pkg/scheduler/framework/types.go FitError
 */
export function fitErrorMessage(rejections: readonly Rejection[], options: { readonly mayPreempt: boolean }): string {
  if (rejections.length === 0) return 'no nodes available to schedule pods';
  const filtered = histogram(
    rejections.length,
    rejections.flatMap(({ reasons }) => reasons),
  );
  return `${filtered} no new claims to deallocate, preemption: ${preemptionMessage(rejections, options)}`;
}

function preemptionMessage(rejections: readonly Rejection[], { mayPreempt }: { readonly mayPreempt: boolean }): string {
  if (!mayPreempt) return 'not eligible due to preemptionPolicy=Never.';
  const outcomes = rejections.map(({ isUnresolvable }) =>
    isUnresolvable ? 'Preemption is not helpful for scheduling' : 'No preemption victims found for incoming pod',
  );
  return histogram(rejections.length, outcomes);
}

/** `0/3 nodes are available: 1 this, 2 that.`; the counted reasons in the order of their texts. */
function histogram(nodeCount: number, reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `0/${nodeCount} nodes are available: ${texts.join(', ')}.`;
}

/** Cuts a message to what an Event may hold. @see pkg/scheduler/schedule_one.go truncateMessage */
export function truncateMessage(message: string): string {
  const suffix = ' ...';
  if (message.length <= maxEventMessageLength) return message;
  return message.slice(0, maxEventMessageLength - suffix.length) + suffix;
}
