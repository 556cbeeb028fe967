import type { MiniClusterEngine } from '@podlab/lab-ui';
import { createWorker } from '../../worker/create-worker.ts';
import type { Recorded, RecordMessage } from '../../worker/record-script.ts';

/** Runs scripts in this page: the engine is loaded by the first run, in a worker that ends with it. */
export const pageEngine: MiniClusterEngine = {
  record: (script, { signal }) =>
    new Promise((resolve, reject) => {
      const worker = createWorker();
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
      const message: RecordMessage = { type: 'record', script };
      worker.postMessage(message, []);
    }),
};
