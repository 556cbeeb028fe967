import { useEffect, useState } from 'react';

/**
 * Milliseconds on the cluster's clock since something came, counted by this browser.
 * @param since what came; another one begins at 0
 * @param rate how fast the cluster's clock goes; 0: nothing is counted
 */
export function useElapsed(since: unknown, rate: number, everyMs: number): number {
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    setElapsedMs(0);
    if (rate === 0) return undefined;
    const fromMs = performance.now();
    const timer = window.setInterval(() => setElapsedMs((performance.now() - fromMs) * rate), everyMs);
    return () => clearInterval(timer);
  }, [since, rate, everyMs]);
  return elapsedMs;
}
