import type { PreparedWorker } from './played/prepared-worker.ts';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';

/** How far a lab in the page is. */
export type Play =
  /** `fault`: why the last try came to nothing. */
  | { readonly stage: 'before'; readonly fault: string | undefined }
  | { readonly stage: 'starting'; readonly progress: string }
  | { readonly stage: 'playing'; readonly lab: ReactNode };

export interface PlayControl {
  readonly play: Play;
  readonly start: () => void;
  /** Loads the code ahead of a press, that of the worker included. */
  readonly prefetch: () => void;
}

const playing = 'podlab:v1:playing';
/** Longer than any heading's id: what a link to a lab that somebody shared has behind its `#`. */
const sharedRun = /^[zp][\w-]{100,}$/;

const loadCode = () => import('./played/start-lab.tsx');

/** Plays a lab in the page once `start` is called. A reload of the page goes on with it. */
export function usePlay(id: string): PlayControl {
  const [play, setPlay] = useState<Play>({ stage: 'before', fault: undefined });
  const ended = useRef<AbortController>(undefined);
  const prepared = useRef<PreparedWorker>(undefined);
  const isShown = useRef(false);
  const start = useCallback(() => {
    const { signal } = (ended.current = new AbortController());
    const { hash } = location;
    const shared = sharedRun.test(hash.slice(1)) ? hash.slice(1) : undefined;
    const show = (next: Play) => {
      if (!signal.aborted) setPlay(next);
    };
    show({ stage: 'starting', progress: 'The lab is being loaded' });
    void (async () => {
      try {
        const { startLab } = await loadCode();
        const onProgress = (progress: string) => show({ stage: 'starting', progress });
        const options = { shared, prepared: prepared.current, onProgress, signal };
        show({ stage: 'playing', lab: await startLab(id, options) });
        keepPlaying(id);
      } catch {
        show({ stage: 'before', fault: 'The lab could not be loaded. Look at the connection, then start it again.' });
      }
    })();
  }, [id]);
  useEffect(() => {
    isShown.current = true;
    if (wasPlaying(id) || sharedRun.test(location.hash.slice(1))) start();
    return () => {
      isShown.current = false;
      ended.current?.abort();
      prepared.current?.drop();
      prepared.current = undefined;
    };
  }, [id, start]);
  const prefetch = useCallback(() => {
    void loadCode().then(
      ({ prepareLab }) => {
        if (isShown.current) prepared.current ??= prepareLab(id);
      },
      () => undefined,
    );
  }, [id]);
  return { play, start, prefetch };
}

/** Whether this tab played the lab before it was loaded again. */
function wasPlaying(id: string): boolean {
  try {
    return sessionStorage.getItem(playing) === id;
  } catch {
    return false;
  }
}

function keepPlaying(id: string): void {
  try {
    sessionStorage.setItem(playing, id);
  } catch {
    // Where storage is forbidden, the reader starts it again by hand.
  }
}
