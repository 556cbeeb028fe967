import type { Timeline } from './timeline.ts';

/** Where a time stands in a drawing of the timeline. */
export interface TimelineScale {
  /** From 0, the begin, to 1, the end. Times outside are put at the nearer one. */
  place(atMs: number): number;
  /** The time that stands at a place. */
  timeAt(place: number): number;
  /** Every time at which something is drawn, in order. */
  readonly timesMs: readonly number[];
  /** Quiet stretches that are drawn shorter than they were. */
  readonly shortened: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** A quiet stretch longer than this is drawn as if it were this long, so that a night does not hide a minute. */
const longestStretchMs = 20_000;

/** Lays the run out: true to scale, but for quiet stretches, which take the place of 20 s at most. */
export function timelineScale(timeline: Pick<Timeline, 'fromMs' | 'toMs' | 'lanes' | 'gaps'>): TimelineScale {
  const times = new Set([timeline.fromMs, timeline.toMs]);
  for (const lane of timeline.lanes) for (const moment of lane.moments) times.add(moment.atMs);
  for (const gap of timeline.gaps) times.add(gap.fromMs).add(gap.toMs);
  const timesMs = [...times].toSorted((a, b) => a - b);
  let place = 0;
  const places = timesMs.map((time, i) => {
    place += Math.min(longestStretchMs, time - (timesMs[i - 1] ?? time));
    return place;
  });
  const whole = Math.max(1, place);
  return {
    timesMs,
    shortened: timesMs.flatMap((toMs, i) => {
      const fromMs = timesMs[i - 1];
      return fromMs !== undefined && toMs - fromMs > longestStretchMs ? [{ fromMs, toMs }] : [];
    }),
    place: (atMs) => between(timesMs, places, atMs) / whole,
    timeAt: (at) => between(places, timesMs, at * whole),
  };
}

/** The value that belongs to `x`, on the line through the two nearest points. `xs` ascends. */
function between(xs: readonly number[], ys: readonly number[], x: number): number {
  const after = xs.findIndex((candidate) => candidate >= x);
  if (after < 0) return ys.at(-1) ?? 0;
  const [x1 = 0, y1 = 0] = [xs[after], ys[after]];
  const [x0, y0] = [xs[after - 1], ys[after - 1]];
  if (x0 === undefined || y0 === undefined || x1 === x0) return y1;
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}
