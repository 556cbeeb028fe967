import { useEffect, useRef, useState } from 'react';

export interface Player {
  readonly atMs: number;
  readonly playing: boolean;
  seek(atMs: number): void;
  /** Goes on from where it stands; from the begin, when it stands at the end. */
  toggle(): void;
}

/** The eye sees no more of a clock that shows seconds. */
const tickMs = 100;

/** A clock that runs from one time to another while it plays, and stands otherwise. @param speed 1 is real time */
export function usePlayer(fromMs: number, untilMs: number, speed: number): Player {
  const [atMs, setAtMs] = useState(untilMs);
  const [playing, setPlaying] = useState(false);
  const at = useRef(atMs);
  const seek = (ms: number) => {
    at.current = Math.min(untilMs, Math.max(fromMs, ms));
    setAtMs(at.current);
  };
  useEffect(() => {
    if (!playing) return;
    let last: number | undefined;
    let frame = requestAnimationFrame(function tick(now) {
      const passed = last === undefined ? 0 : now - last;
      if (last === undefined || passed >= tickMs) {
        last = now;
        // A tab that was hidden does not catch up.
        at.current = Math.min(untilMs, at.current + Math.min(passed, 1000) * speed);
        setAtMs(at.current);
        if (at.current >= untilMs) return setPlaying(false);
      }
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing, untilMs, speed]);
  return {
    atMs,
    playing,
    seek,
    toggle: () => {
      if (!playing && at.current >= untilMs) seek(fromMs);
      setPlaying(!playing);
    },
  };
}
