import { setTimeout as sleep } from 'node:timers/promises';

const turnMs = 8;

/**
 * Lets processes run only a part of the time, from now until the function that is returned is called.
 * @param slowness 4: a quarter of it; 1: all of it
 */
export function slowDown(processes: readonly number[], slowness: number): () => void {
  let isEnded = slowness <= 1;
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
    for (const id of processes) {
      try {
        process.kill(id, name);
      } catch {
        // It has ended.
      }
    }
  };
  const alternate = async () => {
    let ranMs = 0;
    let stoodMs = 0;
    while (!isEnded) {
      const startedMs = performance.now();
      await sleep(turnMs);
      ranMs += performance.now() - startedMs;
      // What a late timer gave too much is taken back.
      const wantedMs = ranMs * (slowness - 1) - stoodMs;
      if (wantedMs < 1) continue;
      signal('SIGSTOP');
      const stoppedMs = performance.now();
      await sleep(wantedMs);
      signal('SIGCONT');
      stoodMs += performance.now() - stoppedMs;
    }
  };
  void alternate();
  return () => {
    isEnded = true;
  };
}
