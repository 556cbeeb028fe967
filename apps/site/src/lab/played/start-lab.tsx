import type { ReactNode } from 'react';
import { openLab } from './open-lab.ts';
import { PlayedLab } from './PlayedLab.tsx';

export interface StartLabOptions {
  readonly shared: string | undefined;
  readonly onProgress: (progress: string) => void;
  /** Ends the lab, also when it is played already. */
  readonly signal: AbortSignal;
}

/** Begins a lab. Resolves when it can be shown: played, or failed with the reason in it. */
export async function startLab(id: string, { shared, onProgress, signal }: StartLabOptions): Promise<ReactNode> {
  const opened = await openLab(id, shared);
  const { played } = opened;
  signal.addEventListener('abort', () => void played.close());
  if (signal.aborted) await played.close();
  else {
    await new Promise<void>((resolve) => {
      const look = () => {
        const { phase, progress } = played.state;
        if (phase === 'playing' || phase === 'failed') {
          forget();
          resolve();
        } else if (progress !== '') onProgress(progress);
      };
      const forget = played.onChange(look);
      signal.addEventListener('abort', () => resolve());
    });
  }
  return <PlayedLab {...opened} />;
}
