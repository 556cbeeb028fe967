import type { MiniClusterEngine } from '@podlab/lab-ui';
import type { Recorded } from './record-worker.ts';

/** Runs scripts in this page: the engine is loaded by the first run, in a worker that ends with it. */
export const pageEngine: MiniClusterEngine = {
  record: (script, { signal }) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./record-worker.ts', import.meta.url));
      signal.addEventListener('abort', () => {
        worker.terminate();
        reject(signal.reason);
      });
      worker.addEventListener('message', ({ data }: MessageEvent<Recorded>) => {
        worker.terminate();
        if ('fault' in data) reject(new Error(data.fault));
        else resolve(data.recording);
      });
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        worker.terminate();
        reject(new Error('The cluster could not be started in this page. Look at the connection, then run it again.'));
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      worker.postMessage(script);
    }),
};
