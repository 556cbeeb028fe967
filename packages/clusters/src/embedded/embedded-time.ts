import { type Clock, systemClock } from '@podlab/apimachinery';
import { createPacer, createRunToIdlePacer, type EmbeddedCluster, type Pacer } from '@podlab/simulator';

/** The time of an embedded cluster: first it jumps ahead as fast as set-up can go, then it follows the machine's. */
export interface EmbeddedTime {
  /** Whoever calls into the cluster does so through it. */
  readonly pacer: Pacer;
  /** What the cluster's clients take for now. */
  readonly clock: Clock;
  /** From now on time follows the machine's clock. Idempotent. */
  settle(rate: number): Promise<void>;
  /** Time stands still after it. */
  stop(): Promise<void>;
}

/** Lets the host do what waits: input, output, timers. */
export const yieldToHost = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Time that follows the machine's clock from the start: a cluster that goes on. */
export function createFollowingTime(cluster: EmbeddedCluster, rate: number): EmbeddedTime {
  const clock = systemClock();
  const pacer = createPacer(cluster, clock, { rate });
  return { pacer, clock, settle: async () => undefined, stop: () => pacer.stop() };
}

/**
 * Time that begins in the past and jumps ahead; once settled, what is left until now passes at once. So a new cluster
 * is as old as the clock says, and no timestamp ever moves.
 */
export function createSetUpTime(cluster: EmbeddedCluster): EmbeddedTime {
  const machine = systemClock();
  const idle = createRunToIdlePacer(cluster, { yieldToHost });
  const settled = new AbortController();
  let current: Pacer = idle;
  let settling: Promise<void> | undefined;
  const clock: Clock = {
    nowMs: () => (settled.signal.aborted ? machine.nowMs() : idle.clock.nowMs()),
    async sleep(ms, { signal }) {
      if (settled.signal.aborted) return machine.sleep(ms, { signal });
      const dueMs = idle.clock.nowMs() + ms;
      try {
        await idle.clock.sleep(ms, { signal: AbortSignal.any([signal, settled.signal]) });
      } catch (error) {
        if (signal.aborted || !settled.signal.aborted) throw error;
        await machine.sleep(Math.max(0, dueMs - machine.nowMs()), { signal });
      }
    },
  };
  const settle = async (rate: number) => {
    const leftMs = machine.nowMs() - idle.clock.nowMs();
    if (leftMs > 0) await idle.clock.sleep(leftMs, { signal: new AbortController().signal });
    await idle.stop();
    current = createPacer(cluster, machine, { rate });
    settled.abort();
  };
  return {
    pacer: {
      call: (run) => current.call(run),
      noteOutput: () => current.noteOutput(),
      beginWait: () => current.beginWait(),
      fastForward: (durationMs, options) => current.fastForward(durationMs, options),
      stop: () => current.stop(),
    },
    clock,
    settle: (rate) => (settling ??= settle(rate)),
    stop: () => current.stop(),
  };
}
