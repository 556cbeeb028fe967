import { useEffect, useState } from 'react';
import type { LabState } from '../played-lab.ts';

/** The cluster's now, in milliseconds since the Unix epoch, read every `everyMs`. */
export function useClusterNow({ time }: LabState, everyMs: number): number {
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    setElapsedMs(0);
    if (time.rate === 0 || time.looking) return undefined;
    const fromMs = performance.now();
    const timer = window.setInterval(() => setElapsedMs((performance.now() - fromMs) * time.rate), everyMs);
    return () => clearInterval(timer);
  }, [time, everyMs]);
  return time.nowMs + elapsedMs;
}
