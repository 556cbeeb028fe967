import type { KeyboardEvent } from 'react';
import { Icon } from '../look/Icon.tsx';
import type { LookBack } from '../panels/use-look-back.ts';
import type { LabState } from '../played-lab.ts';
import { stepTo, TimelineScrubber } from '../timeline/TimelineScrubber.tsx';
import styles from './actions.module.css';

/** The handle that moves through the run, beside the clock: the picture above shows the cluster as it was. */
export function RunScrubber({ state, lookBack }: { readonly state: LabState; readonly lookBack: LookBack }) {
  const { timeline } = state;
  const { scale, atMs, locked, lookAt, togglePause } = lookBack;
  if (!timeline || !scale || timeline.lanes.length === 0) return null;
  const isAtEnd = atMs >= timeline.toMs;
  const onKeyDown = (event: KeyboardEvent) => {
    if (locked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ',') lookAt(stepTo(scale, atMs, -1));
    else if (event.key === '.') lookAt(stepTo(scale, atMs, 1));
    else if (event.key === ' ' && event.target instanceof HTMLInputElement) togglePause();
    else return;
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys pressed on the handle inside
    <div className={styles['scrubber']} role="group" aria-label="Look back" onKeyDown={onKeyDown}>
      <button
        type="button"
        className={styles['icon']}
        aria-label="Moment before"
        title="Moment before"
        disabled={locked || atMs <= timeline.fromMs}
        onClick={() => lookAt(stepTo(scale, atMs, -1))}
      >
        <Icon name="back" />
      </button>
      <div className={styles['handle']} data-past={!isAtEnd || undefined}>
        <TimelineScrubber timeline={timeline} scale={scale} atMs={atMs} onScrub={locked ? () => undefined : lookAt} />
      </div>
      <button
        type="button"
        className={styles['icon']}
        aria-label="Next moment"
        title="Next moment"
        disabled={locked || isAtEnd}
        onClick={() => lookAt(stepTo(scale, atMs, 1))}
      >
        <Icon name="forward" />
      </button>
    </div>
  );
}
