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

/** Cuts a message to what an Event may hold. @see pkg/scheduler/schedule_one.go truncateMessage */
export function truncateMessage(message: string): string {
  const suffix = ' ...';
  if (message.length <= maxEventMessageLength) return message;
  return message.slice(0, maxEventMessageLength - suffix.length) + suffix;
}
