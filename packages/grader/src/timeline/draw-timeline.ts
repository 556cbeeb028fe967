import { clockTime } from '../verdict/outcome.ts';
import { stripeOf } from './stripe.ts';
import type { Moment, Timeline, TimelineLane } from './timeline.ts';
import { timelineScale } from './timeline-scale.ts';

export interface DrawOptions {
  /** Width of the terminal. */
  readonly columns: number;
  /** Whether marks may be coloured. Nothing is said by colour alone. */
  readonly colour: boolean;
}

/** Room for the words beside a lane, at least: so that the picture does not change its width with every word. */
const leastNoteColumns = 44;

/**
 * Draws the run, one line per UID:
 *
 *     ReplicaSet web-7d9f
 *     web-7d9f·a3f1c ▓▓░▚ ●━━━━╪━━━━━╱╱╱╱✕         restarted once, then deleted: replaced by 07be2
 *     web-7d9f·07be2 ░▓▚▓            ○─●━━━━━━━━   new UID, same ReplicaSet: replaces a3f1c
 *
 * `○` created, `●` ready, `╪` a restart, `╱` on its way out, `■` finished, `✕` gone; `─` not ready, `━` ready, `┈` nobody looked.
 */
export function drawTimeline(timeline: Timeline, { columns, colour }: DrawOptions): readonly string[] {
  if (timeline.lanes.length === 0) return ['No Pod has been seen yet.'];
  const nameColumns = Math.max(...timeline.lanes.map((lane) => lane.short.length));
  const noteColumns = Math.max(leastNoteColumns, ...timeline.lanes.map((lane) => lane.note.length));
  const beside = columns - nameColumns - noteColumns - 9 >= 24;
  const width = Math.max(8, Math.min(64, beside ? columns - nameColumns - noteColumns - 9 : columns - nameColumns - 7));
  const scale = createScale(timeline, width);
  const rows = timeline.lanes.flatMap((lane, i) => {
    const heading = lane.owner === timeline.lanes[i - 1]?.owner && i > 0 ? [] : [lane.owner ?? 'owned by nobody'];
    const drawn = drawLane(lane, timeline, scale, width);
    const head = `${lane.short.padEnd(nameColumns)} ${stripeOf(lane.uid, colour)} `;
    if (beside) return [...heading, `${head}${drawn}  ${lane.note}`.trimEnd()];
    return [...heading, `${head}${drawn}`.trimEnd(), `  ${lane.note}`.slice(0, columns)];
  });
  const start = clockTime(timeline.fromMs);
  const end = clockTime(timeline.toMs);
  const axis = `${' '.repeat(nameColumns + 6)}${start}${end.padStart(Math.max(end.length + 1, width - start.length))}`;
  return [axis, ...rows];
}

type Scale = (atMs: number) => number;

function createScale(timeline: Timeline, width: number): Scale {
  const { place } = timelineScale(timeline);
  return (atMs) => Math.min(width - 1, Math.floor(place(atMs) * (width - 1)));
}

const marks: Partial<Record<Moment['what'], string>> = {
  there: '●',
  created: '○',
  ready: '●',
  restarted: '╪',
  finished: '■',
  gone: '✕',
};
/** What wins when two things fall into one column. */
const weight: readonly Moment['what'][] = [
  'notReady',
  'deletionBegan',
  'ready',
  'there',
  'created',
  'restarted',
  'finished',
  'gone',
];

function drawLane(lane: TimelineLane, timeline: Timeline, scale: Scale, width: number): string {
  const cells = Array.from({ length: width }, () => ' ');
  let state = ' ';
  let from = 0;
  const fill = (to: number) => {
    for (let column = from; column < to; column += 1) cells[column] = state;
    from = to;
  };
  for (const moment of lane.moments) {
    fill(scale(moment.atMs));
    state = stateAfter(moment, state);
  }
  fill(width);
  for (const gap of timeline.gaps) {
    for (let column = scale(gap.fromMs) + 1; column < scale(gap.toMs); column += 1) {
      if (cells[column] !== ' ') cells[column] = '┈';
    }
  }
  const byWeight = lane.moments.toSorted((a, b) => weight.indexOf(a.what) - weight.indexOf(b.what));
  for (const moment of byWeight) {
    const mark = marks[moment.what];
    if (mark !== undefined) cells[scale(moment.atMs)] = mark;
  }
  return cells.join('');
}

function stateAfter(moment: Moment, state: string): string {
  switch (moment.what) {
    case 'ready':
      return '━';
    case 'deletionBegan':
      return '╱';
    case 'gone':
      return ' ';
    case 'restarted':
      return state;
    default:
      return '─';
  }
}
