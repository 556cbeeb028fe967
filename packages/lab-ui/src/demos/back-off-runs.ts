import { type BackoffEntry, decideBackoff, isBackoffForgotten } from '@podlab/simulator/decisions';

/** One run of a container and the wait after it. */
export interface BackOffRun {
  /** Restarts before this run. */
  readonly restarts: number;
  readonly startMs: number;
  readonly exitMs: number;
  /** From the exit to the next start. */
  readonly waitMs: number;
}

/**
 * The runs of a container that always lives as long and then exits, as the kubelet decides about each restart.
 * @param runMs how long each run lasts
 */
export function backOffRuns(runMs: number, count: number): readonly BackOffRun[] {
  const runs: BackOffRun[] = [];
  let entry: BackoffEntry | undefined;
  let startMs = 0;
  for (let restarts = 0; restarts < count; restarts += 1) {
    const exitMs = startMs + runMs;
    const first = decideBackoff(entry, { finishedAtMs: exitMs, nowMs: exitMs });
    const waitMs = first.action === 'wait' ? first.remainingMs : 0;
    const nextMs = exitMs + waitMs;
    const kept = entry && waitMs > 0 && isBackoffForgotten(entry, nextMs) ? undefined : entry;
    const decision = decideBackoff(kept, { finishedAtMs: exitMs, nowMs: nextMs });
    if (decision.action === 'start') entry = decision.entry;
    runs.push({ restarts, startMs, exitMs, waitMs });
    startMs = nextMs;
  }
  return runs;
}
