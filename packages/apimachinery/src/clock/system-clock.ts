import type { Clock } from './clock.ts';

/** The machine's own clock. For composition roots only: everything else takes a `Clock`. */
export function systemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    sleep: (ms, { signal }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const onAbort = () => {
          globalThis.clearTimeout(timer);
          reject(signal.reason);
        };
        const timer = globalThis.setTimeout(
          () => {
            signal.removeEventListener('abort', onAbort);
            resolve();
          },
          Math.max(0, ms),
        );
        signal.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
