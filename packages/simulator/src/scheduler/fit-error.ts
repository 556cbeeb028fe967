import type { Rejection } from './plugins/plugin.ts';
import { nodesMessage, type PreemptionOutcome } from './preemption.ts';

/** What the API keeps of an Event's message. */
const maxEventMessageLength = 1024;

/**
 * Why a Pod fits nowhere, as FailedScheduling says it: how many nodes gave which reason, and, unless preemption makes
 * room, why it does not.
 * @param rejections one per node that there is
 * @see pkg/scheduler/framework/types.go FitError
 */
export function fitErrorMessage(rejections: readonly Rejection[], outcome: PreemptionOutcome): string {
  if (rejections.length === 0) return 'no nodes available to schedule pods';
  const filtered = nodesMessage(rejections);
  return outcome.preemption ? filtered : `${filtered} no new claims to deallocate, preemption: ${outcome.message}`;
}

/**
 * Why a Pod fits nowhere, whichever node one looks at. The odd end is what preemption has to say to it in 1.36.
 * @param reason such as a claim that is missing
 */
export function wholeClusterMessage(nodeCount: number, reason: string): string {
  return `0/${nodeCount} nodes are available: ${reason}. not found`;
}

/** Cuts a message to what an Event may hold. @see pkg/scheduler/schedule_one.go truncateMessage */
export function truncateMessage(message: string): string {
  const suffix = ' ...';
  if (message.length <= maxEventMessageLength) return message;
  return message.slice(0, maxEventMessageLength - suffix.length) + suffix;
}
