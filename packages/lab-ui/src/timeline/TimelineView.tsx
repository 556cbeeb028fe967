import { clockTime, sayTimeline, type Timeline, type TimelineLane, timelineScale } from '@podlab/grader/timeline';
import { type KeyboardEvent, useMemo } from 'react';
import { UidBand } from '../picture/UidBand.tsx';
import { stepTo, TimelineScrubber } from './TimelineScrubber.tsx';
import { belowBar, belowMiddle, TimelineTrack } from './TimelineTrack.tsx';
import styles from './TimelineView.module.css';
import unseen from '../look/unseen.module.css';

export interface TimelineViewProps {
  readonly timeline: Timeline;
  /** What is called for a reader who does not see it; default `Timeline of the Pods`. */
  readonly label?: string;
  /** The time that is looked at; default: the end. */
  readonly atMs?: number | undefined;
  /** Makes it scrubbable: a handle, and `,` and `.` for the moment before and the next. */
  readonly onScrub?: (atMs: number) => void;
  /** Called for Space while the handle has the focus. */
  readonly onTogglePause?: () => void;
}

/** The evidence of a run: one lane for every UID. A restart notches its lane; a successor has a lane of its own. */
export function TimelineView({
  timeline,
  label = 'Timeline of the Pods',
  atMs = timeline.toMs,
  onScrub,
  onTogglePause,
}: TimelineViewProps) {
  const scale = useMemo(() => timelineScale(timeline), [timeline]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !onScrub) return;
    if (event.key === ',' || event.key === '.') onScrub(stepTo(scale, atMs, event.key === '.' ? 1 : -1));
    else if (event.key === ' ' && onTogglePause && event.target instanceof HTMLInputElement) onTogglePause();
    else return;
    event.preventDefault();
  };
  if (timeline.lanes.length === 0) return <p className={styles.nothing}>No Pod has been seen yet.</p>;
  const place = `${(scale.place(atMs) * 100).toFixed(3)}%`;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys pressed on the handle inside
    <div className={styles.timeline} role="group" aria-label={label} onKeyDown={onKeyDown}>
      <div className={styles.axis} aria-hidden="true">
        <span>{clockTime(timeline.fromMs)}</span>
        {scale.shortened.map(({ fromMs, toMs }) => (
          <i
            key={fromMs}
            style={{ left: `${((scale.place(fromMs) + scale.place(toMs)) * 50).toFixed(3)}%` }}
            title={`${clockTime(fromMs)} to ${clockTime(toMs)} is drawn shorter`}
          />
        ))}
        <span>{clockTime(timeline.toMs)}</span>
      </div>
      {onScrub ? <TimelineScrubber timeline={timeline} scale={scale} atMs={atMs} onScrub={onScrub} /> : null}
      <div className={styles.lanes} aria-hidden="true">
        {timeline.lanes.map((lane, i) => (
          <div key={lane.uid}>
            {i > 0 && timeline.lanes[i - 1]?.owner === lane.owner ? null : (
              <div className={styles.owner}>{lane.owner ?? 'owned by nobody'}</div>
            )}
            <div className={styles.lane}>
              <Thread lane={lane} before={timeline.lanes[i - 1]} scale={scale} />
              <LaneName lane={lane} />
              <TimelineTrack lane={lane} gaps={timeline.gaps} toMs={timeline.toMs} scale={scale} />
            </div>
          </div>
        ))}
        {onScrub ? <div className={styles.future} style={{ left: place }} /> : null}
      </div>
      <ul className={unseen.text}>
        {sayTimeline(timeline).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

function LaneName({ lane }: { readonly lane: TimelineLane }) {
  const [name, uid] = lane.short.split('·');
  return (
    <div className={styles.label}>
      <UidBand uid={lane.uid} height={16} />
      <span className={styles.name}>
        <b>{name}</b>·{uid}
      </span>
      <span className={styles.note}>{lane.note}</span>
    </div>
  );
}

/** The owner's thread: from where the old Pod began to leave down to where its successor began. */
function Thread({
  lane,
  before,
  scale,
}: {
  readonly lane: TimelineLane;
  readonly before: TimelineLane | undefined;
  readonly scale: ReturnType<typeof timelineScale>;
}) {
  const beganToLeave = (one: TimelineLane) =>
    one.moments.find(({ what }) => what === 'deletionBegan' || what === 'finished' || what === 'gone')?.atMs;
  const at = (ms: number) => `${(scale.place(ms) * 100).toFixed(3)}%`;
  const leftMs = lane.successor === undefined ? undefined : beganToLeave(lane);
  const fromMs = before?.successor === lane.uid ? beganToLeave(before) : undefined;
  const bornMs = lane.moments[0]?.atMs;
  return (
    <>
      {leftMs === undefined ? null : <i className={styles.threadOut} style={{ left: at(leftMs), height: belowBar }} />}
      {fromMs === undefined || bornMs === undefined ? null : (
        <i
          className={styles.threadIn}
          style={{
            bottom: belowMiddle,
            left: at(Math.min(fromMs, bornMs)),
            width: `${(Math.max(0, scale.place(bornMs) - scale.place(fromMs)) * 100).toFixed(3)}%`,
          }}
        />
      )}
    </>
  );
}
