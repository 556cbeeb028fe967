import { createWorker } from './create-worker.ts';

/** A worker that is made before it is needed, so that its code is there and compiled by then. It does nothing yet. */
export interface PreparedWorker {
  /** The worker, or a new one when it was given away or could not be loaded. */
  take(): Worker;
  /** Ends it when nobody took it. Idempotent. */
  drop(): void;
}

export function prepareWorker(): PreparedWorker {
  let ahead: Worker | undefined = createWorker();
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
