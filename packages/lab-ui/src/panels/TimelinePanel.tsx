import { useState } from 'react';
import { LinkButton } from '../look/LinkButton.tsx';
import type { LabState } from '../played-lab.ts';
import { recentLanes } from '../timeline/recent-lanes.ts';
import { TimelineView } from '../timeline/TimelineView.tsx';
import styles from './panels.module.css';
import type { LookBack } from './use-look-back.ts';

export interface TimelinePanelProps {
  readonly state: LabState;
  readonly lookBack: LookBack;
  /** Else it draws nothing: after thousands of Pods it would hold more than all the rest of the page. */
  readonly shown: boolean;
}

/** Nobody sees more at once; all of a run's Pods can be asked for. */
const mostLanes = 100;

/** The run so far, one lane for every UID; its handle shows the cluster as it was. */
export function TimelinePanel({ state, lookBack, shown }: TimelinePanelProps) {
  const [showsAll, setShowsAll] = useState(false);
  const { timeline } = state;
  if (!shown) return null;
  if (!timeline) return <p className={styles['empty']}>The timeline begins with the lab.</p>;
  const { atMs, locked, lookAt, togglePause } = lookBack;
  const recent = recentLanes(timeline, mostLanes);
  const earlier = timeline.lanes.length - recent.lanes.length;
  return (
    <div className={styles['timeline']}>
      {earlier > 0 ? (
        <p className={styles['earlier']}>
          {showsAll ? 'All Pods of this run.' : `${earlier} Pods that ended earlier are not shown.`}{' '}
          <LinkButton onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? 'Show the latest only' : 'Show all'}
          </LinkButton>
        </p>
      ) : null}
      <TimelineView
        timeline={showsAll ? timeline : recent}
        atMs={atMs}
        {...(locked ? {} : { onScrub: lookAt, onTogglePause: togglePause })}
      />
    </div>
  );
}
