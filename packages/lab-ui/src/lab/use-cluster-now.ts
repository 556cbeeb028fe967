import type { LabState } from '../played-lab.ts';
import { useElapsed } from './use-elapsed.ts';

/** The cluster's now, in milliseconds since the Unix epoch, read every `everyMs`. */
export function useClusterNow({ time }: LabState, everyMs: number): number {
  return time.nowMs + useElapsed(time, time.looking ? 0 : time.rate, everyMs);
}
