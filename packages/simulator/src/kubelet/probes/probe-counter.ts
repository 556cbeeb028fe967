/** What one probe of one container instance has come to. */
export interface ProbeCount {
  readonly verdict: 'success' | 'failure' | 'unknown';
  readonly lastAttempt: 'success' | 'failure' | undefined;
  /** Attempts in a row with the same outcome. */
  readonly inARow: number;
}

/**
 * Counts one attempt: the verdict changes only after `failureThreshold` failures or `successThreshold` successes in a
 * row.
 * @see kubernetes v1.36 pkg/kubelet/prober/worker.go doProbe; fidelity.md 2.7
 */
export function countAttempt(
  before: ProbeCount,
  attempt: 'success' | 'failure',
  thresholds: { readonly success: number; readonly failure: number },
): ProbeCount {
  const inARow = before.lastAttempt === attempt ? before.inARow + 1 : 1;
  const isDecided = inARow >= (attempt === 'success' ? thresholds.success : thresholds.failure);
  return { verdict: isDecided ? attempt : before.verdict, lastAttempt: attempt, inARow };
}

/** Before the first attempt: not ready, alive, and not known to have started. */
export const initialVerdicts = { readiness: 'failure', liveness: 'success', startup: 'unknown' } as const;
