/** Wait between two replacements of a failed Pod on the same node: at first, and at most. */
export const firstBackoffMs = 1000;
export const maxBackoffMs = 900_000;

interface Entry {
  readonly backoffMs: number;
  readonly sinceMs: number;
}

/**
 * How long failed Pods of a DaemonSet are left on a node before they are deleted: 1 s, 2 s, 4 s, … up to 15 minutes. A node
 * without failures for twice the longest wait begins anew.
 * @see pkg/controller/daemon/daemon_controller.go failedPodsBackoff, client-go util/flowcontrol/backoff.go
 */
export class FailedPodBackoff {
  readonly #entries = new Map<string, Entry>();

  /** Whether a failed Pod may be deleted now; if so, the next one has to wait. @returns 0, or milliseconds to wait */
  take(key: string, nowMs: number): number {
    const entry = this.#entries.get(key);
    if (entry && nowMs - entry.sinceMs < entry.backoffMs) return entry.backoffMs;
    const isExpired = !entry || nowMs - entry.sinceMs > 2 * maxBackoffMs;
    const backoffMs = isExpired ? firstBackoffMs : Math.min(entry.backoffMs * 2, maxBackoffMs);
    this.#entries.set(key, { backoffMs, sinceMs: nowMs });
    return 0;
  }
}
