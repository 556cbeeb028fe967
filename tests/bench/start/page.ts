/** What `engine-start.ts` runs in a page: begins a lab as the site does when Start is pressed. */
import { openPlayedLab } from '../../../apps/site/src/engine/client/open-played-lab.ts';
import type { BegunLab } from './begin-lab.ts';

const lab = fetch('/lab.json').then((answer) => answer.json());

void lab.then((json) => {
  globalThis.beginLab = () =>
    new Promise<BegunLab>((resolve, reject) => {
      const startedMs = performance.now();
      let loaded: readonly string[] = [];
      const createWorker = () => {
        const worker = new Worker('/worker/watched.js');
        worker.addEventListener('message', ({ data }: MessageEvent<{ readonly loaded?: readonly string[] }>) => {
          if (data.loaded) ({ loaded } = data as { readonly loaded: readonly string[] });
        });
        return worker;
      };
      const played = openPlayedLab(json, { createWorker, build: 'bench' });
      played.openTerminal();
      played.onChange(() => {
        const { phase, failure } = played.state;
        if (phase === 'playing') resolve({ readyMs: performance.now() - startedMs, loaded });
        if (phase === 'failed') reject(new Error(failure?.message));
      });
    });
});
