import type { StoredOf } from '../../apiserver/local-api.ts';
import { finishedTimeMs } from './finished-time.ts';

/** Wait before the first replacement of a failed Pod; doubles with each further failure. */
export const firstBackoffMs = 10_000;
/** The longest wait. */
export const maxBackoffMs = 600_000;

/** The failures of a Job's Pods since one of them last succeeded. */
export interface FailureRecord {
  readonly failures: number;
  readonly lastFailureMs: number;
}

/** Nothing has failed. */
export const noFailures: FailureRecord = { failures: 0, lastFailureMs: 0 };

/**
 * The record after some more Pods have ended: a success forgets all failures up to it.
 * @see pkg/controller/job/backoff_utils.go newBackoffRecord
 */
export function recordEnds(
  record: FailureRecord,
  succeeded: readonly StoredOf<'pods'>[],
  failed: readonly StoredOf<'pods'>[],
): FailureRecord {
  const failuresMs = failed.map(finishedTimeMs);
  if (succeeded.length === 0) {
    if (failuresMs.length === 0) return record;
    return { failures: record.failures + failuresMs.length, lastFailureMs: Math.max(...failuresMs) };
  }
  const lastSuccessMs = Math.max(...succeeded.map(finishedTimeMs));
  const after = failuresMs.filter((failureMs) => failureMs > lastSuccessMs);
  return after.length === 0 ? noFailures : { failures: after.length, lastFailureMs: Math.max(...after) };
}

/**
 * How long the next Pod has to wait: 10 s after the first failure, then 20, 40, … up to 10 minutes, counted from the last.
 * @returns milliseconds; 0 when it may start
 */
export function remainingBackoffMs({ failures, lastFailureMs }: FailureRecord, nowMs: number): number {
  if (failures === 0) return 0;
  const backoffMs = Math.min(firstBackoffMs * 2 ** (failures - 1), maxBackoffMs);
  return Math.max(0, lastFailureMs + backoffMs - nowMs);
}
