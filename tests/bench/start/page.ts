/** What `engine-start.ts` runs in a page: begins a lab as the site does when Start is pressed. */
import { openPlayedLab } from '../../../apps/site/src/engine/client/open-played-lab.ts';
import './begin-lab.ts';

const lab = fetch('/lab.json').then((answer) => answer.json());

void lab.then((json) => {
  globalThis.beginLab = () =>
    new Promise((resolve, reject) => {
      const startedMs = performance.now();
      const played = openPlayedLab(json, { createWorker: () => new Worker('/worker/entry.js'), build: 'bench' });
      played.openTerminal();
      played.onChange(() => {
        const { phase, failure } = played.state;
        if (phase === 'playing') resolve(performance.now() - startedMs);
        if (phase === 'failed') reject(new Error(failure?.message));
      });
    });
});
