/** How long to wait before trying again. */
export interface Backoff {
  /** Failures since the last reset. */
  readonly failures: number;
  /** Counts a failure. @returns milliseconds: 800, then doubling, at most 30 000 (client-go's reflector, without jitter) */
  nextDelayMs(): number;
  reset(): void;
}

export function createBackoff(): Backoff {
  let failures = 0;
  return {
    get failures() {
      return failures;
    },
    nextDelayMs: () => {
      failures += 1;
      return Math.min(30_000, 800 * 2 ** (failures - 1));
    },
    reset: () => {
      failures = 0;
    },
  };
}
