import type { Timeline, TimelineLane, TimelineScale } from '@podlab/grader/timeline';
import { memo, useId } from 'react';
import { laneStretches, type Stretch } from './lane-stretches.ts';
import styles from './TimelineTrack.module.css';

const trackHeight = 34;
const middle = 22;
const thick = 11;
/** How far the lower edge of the bar, and its middle, are above the end of its row: threads meet there. */
export const belowBar = trackHeight - middle - thick / 2;
export const belowMiddle = trackHeight - middle;

export interface TimelineTrackProps {
  readonly lane: TimelineLane;
  readonly gaps: Timeline['gaps'];
  readonly toMs: number;
  readonly scale: TimelineScale;
}

/** The life of one UID as a bar. Every place is a share of the width, so that it fits wherever it stands. */
export const TimelineTrack = memo(function TimelineTrack({ lane, gaps, toMs, scale }: TimelineTrackProps) {
  const hatch = useId();
  const at = (ms: number) => `${(scale.place(ms) * 100).toFixed(3)}%`;
  const width = (fromMs: number, until: number) => `${((scale.place(until) - scale.place(fromMs)) * 100).toFixed(3)}%`;
  const restarts = lane.moments.filter(({ what }) => what === 'restarted');
  const born = lane.moments.find(({ what }) => what === 'created');
  const last = lane.moments.findLast(({ what }) => what === 'gone' || what === 'finished');
  const gone = lane.moments.find(({ what }) => what === 'gone');
  return (
    <svg className={styles.track} height={trackHeight} aria-hidden="true" focusable="false">
      <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V6" stroke="var(--pod-muted)" strokeWidth="3" />
      </pattern>
      {laneStretches(lane.moments, gone?.atMs ?? toMs).map((stretch) => (
        <rect
          key={stretch.fromMs}
          x={at(stretch.fromMs)}
          width={width(stretch.fromMs, stretch.toMs)}
          {...barOf(stretch, hatch)}
        />
      ))}
      {gaps.map((gap) => (
        <rect
          key={gap.fromMs}
          x={at(gap.fromMs)}
          width={width(gap.fromMs, gap.toMs)}
          y={middle - thick / 2 - 2}
          height={thick + 4}
          className={styles.gap}
        />
      ))}
      {born ? (
        <svg x={at(born.atMs)} y={middle} overflow="visible">
          <circle r="4" fill="var(--pod-paper)" stroke="var(--pod-ink)" strokeWidth="1.75" />
        </svg>
      ) : null}
      {restarts.map(({ atMs }, i) => (
        // The first restart stays the first.
        <svg key={i} x={at(atMs)} y={middle} overflow="visible">
          <path d={`M-7 ${-thick / 2 - 1}L0 ${thick / 2 - 1}L7 ${-thick / 2 - 1}z`} fill="var(--pod-paper)" />
          <path
            d={`M-6 ${-thick / 2 - 0.5}L0 ${thick / 2 - 1.5}L6 ${-thick / 2 - 0.5}`}
            fill="none"
            stroke="var(--pod-ink)"
            strokeWidth="1.75"
            strokeLinejoin="round"
            strokeLinecap="round"
          />
          <text y={-thick / 2 - 3} className={styles.number}>
            {i + 1}
          </text>
        </svg>
      ))}
      {last && lane.end ? (
        <svg x={at(last.atMs)} y={middle} overflow="visible">
          <Cap end={lane.end} />
        </svg>
      ) : null}
    </svg>
  );
});

function barOf({ state }: Stretch, hatch: string) {
  switch (state) {
    case 'ready':
      return { y: middle - thick / 2, height: thick, fill: 'var(--pod-pea)' };
    case 'leaving':
      return {
        y: middle - thick / 2,
        height: thick,
        fill: `url(#${hatch})`,
        stroke: 'var(--pod-muted)',
        strokeWidth: 1,
      };
    case 'not-ready':
      return { y: middle - 1.25, height: 2.5, fill: 'var(--pod-amber)' };
    case 'finished':
      return { y: middle - 0.75, height: 1.5, fill: 'var(--pod-line)' };
  }
}

/** How the life ended: the signs of the picture, and a cross without a ring for a Pod that was deleted. */
function Cap({ end }: { readonly end: NonNullable<TimelineLane['end']> }) {
  if (end === 'deleted') {
    return (
      <g stroke="var(--pod-ink)" strokeWidth="2.25" strokeLinecap="round">
        <circle r="8" fill="var(--pod-paper)" stroke="none" />
        <path d="M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5" />
      </g>
    );
  }
  const colour = end === 'completed' ? 'var(--pod-pea)' : 'var(--pod-red)';
  return (
    <g fill="none" stroke={colour} strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
      <circle r="8" fill="var(--pod-paper)" strokeWidth="1.75" />
      <path d={end === 'completed' ? 'M-3.5 0.3l2.5 2.7l4.7 -5.4' : 'M-3 -3L3 3M3 -3L-3 3'} />
      {end === 'evicted' ? <path d="M-6 11.5H6" /> : null}
    </g>
  );
}
