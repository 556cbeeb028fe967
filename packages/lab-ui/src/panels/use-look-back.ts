import { type TimelineScale, timelineScale } from '@podlab/grader/timeline';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLab } from '../lab/lab-context.ts';
import type { LabState } from '../played-lab.ts';

/** Looking at the past of a run. */
export interface LookBack {
  readonly scale: TimelineScale | undefined;
  /** What is looked at, in milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly locked: boolean;
  /** The end of the run and later: now again. */
  lookAt(atMs: number): void;
  togglePause(): void;
}

export function useLookBack(state: LabState): LookBack {
  const { played, perform } = useLab();
  const { timeline, time } = state;
  const [wantedMs, setWantedMs] = useState<number>();
  const scale = useMemo(() => timeline && timelineScale(timeline), [timeline]);
  const next = useRef<{ readonly atMs: number | undefined }>(undefined);
  const moving = useRef(false);
  const endMs = timeline?.toMs ?? 0;
  // The page's notice leads back to now as well as the handle does.
  useEffect(() => {
    if (!time.looking) setWantedMs(undefined);
  }, [time.looking]);

  /** The newest wish is what counts: a handle moves faster than a cluster is made again. */
  const move = async () => {
    moving.current = true;
    while (next.current) {
      const { atMs } = next.current;
      next.current = undefined;
      if (!(await perform('That time cannot be shown', () => played.lookAt(atMs)))) setWantedMs(undefined);
    }
    moving.current = false;
  };
  return {
    scale,
    atMs: wantedMs ?? (time.looking ? (state.picture?.atMs ?? endMs) : endMs),
    locked: state.phase !== 'playing' || state.elsewhere,
    lookAt(atMs) {
      const isNow = atMs >= endMs;
      setWantedMs(isNow ? undefined : atMs);
      next.current = { atMs: isNow ? undefined : atMs };
      if (!moving.current) void move();
    },
    togglePause: () => void perform('The clock keeps its speed', () => played.setRate(time.rate === 0 ? 1 : 0)),
  };
}
