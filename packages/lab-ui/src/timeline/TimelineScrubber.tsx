import { clockTime, type Timeline, type TimelineScale } from '@podlab/grader/timeline';
import styles from './TimelineScrubber.module.css';

const steps = 1000;

export interface TimelineScrubberProps {
  readonly timeline: Timeline;
  readonly scale: TimelineScale;
  readonly atMs: number;
  readonly onScrub: (atMs: number) => void;
}

/** The handle that moves through the run: a slider, so that every way of input knows it. */
export function TimelineScrubber({ timeline, scale, atMs, onScrub }: TimelineScrubberProps) {
  return (
    <input
      type="range"
      className={styles.scrubber}
      min={0}
      max={steps}
      value={Math.round(scale.place(atMs) * steps)}
      aria-label="Time of the run"
      aria-valuetext={`${clockTime(atMs)}, ${Math.round((atMs - timeline.fromMs) / 1000)} s after the begin`}
      onChange={(event) => onScrub(Math.round(scale.timeAt(Number(event.target.value) / steps)))}
    />
  );
}

/** The time of the nearest moment before (-1) or after (1) another. */
export function stepTo({ timesMs }: TimelineScale, atMs: number, direction: -1 | 1): number {
  const next = direction > 0 ? timesMs.find((time) => time > atMs) : timesMs.findLast((time) => time < atMs);
  return next ?? (direction > 0 ? timesMs.at(-1) : timesMs[0]) ?? atMs;
}
