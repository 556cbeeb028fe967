import { sayMissing } from '@podlab/lab-ui/model';
import type { ReactNode } from 'react';
import { createWorker } from '../../worker/create-worker.ts';
import { loadText, openLab } from './open-lab.ts';
import { PlayedLab } from './PlayedLab.tsx';
import { type PreparedWorker, prepareWorker } from './prepared-worker.ts';

export interface StartLabOptions {
  readonly shared: string | undefined;
  /** What `prepareLab` gave; undefined: nothing was loaded ahead. */
  readonly prepared: PreparedWorker | undefined;
  readonly onProgress: (progress: string) => void;
  /** Ends the lab, also when it is played already. */
  readonly signal: AbortSignal;
}

/** Loads what a lab needs to begin, ahead of a press on Start. Whoever does not start it drops it. */
export function prepareLab(id: string): PreparedWorker {
  void loadText(id).catch(() => undefined);
  return prepareWorker(id);
}

/** Begins a lab. Resolves when it can be shown: played, or failed with the reason in it. */
export async function startLab(
  id: string,
  { shared, prepared, onProgress, signal }: StartLabOptions,
): Promise<ReactNode> {
  const opened = await openLab(id, { shared, createWorker: () => prepared?.take() ?? createWorker() });
  const { played } = opened;
  signal.addEventListener('abort', () => void played.close());
  if (signal.aborted) await played.close();
  else {
    await new Promise<void>((resolve) => {
      const look = () => {
        const { phase, progress, missing } = played.state;
        if (phase === 'playing' || phase === 'failed') {
          forget();
          resolve();
        } else if (missing !== undefined)
          onProgress(missing === 'gone' ? `${sayMissing(missing)} Reload the page.` : sayMissing(missing));
        else if (progress !== '') onProgress(progress);
      };
      const forget = played.onChange(look);
      signal.addEventListener('abort', () => resolve());
    });
  }
  return <PlayedLab {...opened} />;
}
