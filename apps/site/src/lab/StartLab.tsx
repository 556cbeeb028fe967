import type { ReactNode } from 'react';
import type { PlayControl } from './use-play.ts';

/** Begins the lab in the page, and says how far it is. The rest of the page can be read meanwhile. */
export function StartLab({ play, start, prefetch }: PlayControl): ReactNode {
  const isStarting = play.stage === 'starting';
  return (
    <div className="lab-start-row">
      <button
        type="button"
        className="button"
        aria-disabled={isStarting}
        onClick={isStarting ? undefined : start}
        onPointerEnter={prefetch}
        onFocus={prefetch}
      >
        Start the lab
      </button>
      <noscript>
        <p>To play in this page needs JavaScript. Everything can be read without, and played in a terminal.</p>
      </noscript>
      <p role="status" className="lab-progress">
        {isStarting ? `${play.progress} …` : ''}
      </p>
      {play.stage === 'before' && play.fault !== undefined && <p role="alert">{play.fault}</p>}
    </div>
  );
}
