import type { PrepareMessage } from '../../engine/protocol.ts';
import { createWorker } from '../../worker/create-worker.ts';

/** A worker that is made before it is needed, so that its code and the lab are there by then. It plays nothing yet. */
export interface PreparedWorker {
  /** The worker, or a new one when it was given away or could not be loaded. */
  take(): Worker;
  /** Ends it when nobody took it. Idempotent. */
  drop(): void;
}

/** @param lab the id of the one that it will play */
export function prepareWorker(lab: string): PreparedWorker {
  let ahead: Worker | undefined = createWorker();
  const prepare: PrepareMessage = { type: 'prepare', lab };
  ahead.postMessage(prepare, []);
  const drop = () => {
    ahead?.terminate();
    ahead = undefined;
  };
  ahead.addEventListener('error', drop);
  return {
    take: () => {
      ahead?.removeEventListener('error', drop);
      const worker = ahead ?? createWorker();
      ahead = undefined;
      return worker;
    },
    drop,
  };
}
