import { formatGoDuration } from '@podlab/apimachinery';

/** What the kubelet remembers of one container's restarts. */
export interface BackoffEntry {
  /** The window that the next restart must wait for, counted from the container's exit. */
  readonly delayMs: number;
  /** When the last restart was let through. */
  readonly updatedMs: number;
}

export type BackoffDecision =
  | { readonly action: 'start'; readonly entry: BackoffEntry }
  | { readonly action: 'wait'; readonly delayMs: number; readonly remainingMs: number };

/** @see kubernetes v1.36 pkg/kubelet/kubelet.go initialCrashLoopBackOff, maxCrashLoopBackOff */
export const initialBackoffMs = 10_000;
export const maxBackoffMs = 300_000;
/** An entry older than this is forgotten. @see k8s.io/client-go/util/flowcontrol/backoff.go hasExpired */
const forgetAfterMs = 2 * maxBackoffMs;

/**
 * Whether a dead container may be started now, or must wait out its window. The first restart is let through at once;
 * windows then double from 10 s to 300 s.
 * @param finishedAtMs when the newest instance that is known to be dead ended
 * @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff
 */
export function decideBackoff(
  entry: BackoffEntry | undefined,
  { finishedAtMs, nowMs }: { readonly finishedAtMs: number; readonly nowMs: number },
): BackoffDecision {
  if (entry === undefined || finishedAtMs - entry.updatedMs > forgetAfterMs) {
    return { action: 'start', entry: { delayMs: initialBackoffMs, updatedMs: nowMs } };
  }
  const remainingMs = finishedAtMs + entry.delayMs - nowMs;
  if (remainingMs > 0) return { action: 'wait', delayMs: entry.delayMs, remainingMs };
  return { action: 'start', entry: { delayMs: Math.min(entry.delayMs * 2, maxBackoffMs), updatedMs: nowMs } };
}

/** Whether the clean-up that runs beside everything else drops an entry, even while its window is open. */
export function isBackoffForgotten(entry: BackoffEntry, nowMs: number): boolean {
  return nowMs - entry.updatedMs > forgetAfterMs;
}

/** `status.containerStatuses[].state.waiting.message` of CrashLoopBackOff. */
export function crashLoopMessage(delayMs: number, container: string, pod: string): string {
  return `back-off ${formatGoDuration(delayMs)} restarting failed container=${container} pod=${pod}`;
}
