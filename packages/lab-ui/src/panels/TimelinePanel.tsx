import type { LabState } from '../played-lab.ts';
import { TimelineView } from '../timeline/TimelineView.tsx';
import styles from './panels.module.css';
import type { LookBack } from './use-look-back.ts';

/** The run so far, one lane for every UID; its handle shows the cluster as it was. */
export function TimelinePanel({ state, lookBack }: { readonly state: LabState; readonly lookBack: LookBack }) {
  const { timeline } = state;
  if (!timeline) return <p className={styles['empty']}>The timeline begins with the lab.</p>;
  const { atMs, locked, lookAt, togglePause } = lookBack;
  return (
    <div className={styles['timeline']}>
      <TimelineView
        timeline={timeline}
        atMs={atMs}
        {...(locked ? {} : { onScrub: lookAt, onTogglePause: togglePause })}
      />
    </div>
  );
}
