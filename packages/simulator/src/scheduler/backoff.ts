/** @see kubernetes v1.36 pkg/scheduler/backend/queue DefaultPodInitialBackoffDuration, DefaultPodMaxBackoffDuration */
const initialBackoffMs = 1_000;
const longestBackoffMs = 10_000;
/** Ends of back-offs that fall into the same second count as the same. */
const windowMs = 1_000;

/**
 * How long a Pod is left alone after it was rejected.
 * @param rejections how often it has been, in all
 * @returns milliseconds; 0 before the first, then doubling from 1 000, capped at 10 000
 * @see kubernetes v1.36 pkg/scheduler/backend/queue/backoff_queue.go calculateBackoffDuration
 */
export function schedulingBackoffMs(rejections: number): number {
  if (rejections === 0) return 0;
  return Math.min(longestBackoffMs, initialBackoffMs * 2 ** Math.min(rejections - 1, 10));
}

/** The second in which a Pod's back-off ends. */
export function backoffWindow(sinceMs: number, rejections: number): number {
  return Math.floor((sinceMs + schedulingBackoffMs(rejections)) / windowMs);
}

/** Whether a Pod is still left alone: through the whole second in which its back-off ends. */
export function isBackingOff(sinceMs: number, rejections: number, nowMs: number): boolean {
  return rejections > 0 && backoffWindow(sinceMs, rejections) >= Math.floor(nowMs / windowMs);
}
