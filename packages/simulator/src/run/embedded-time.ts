import type { Clock } from '@podlab/apimachinery';
import type { EmbeddedCluster } from '../cluster/ports.ts';
import { createPacer } from '../time/pacer.ts';
import type { Pacer } from '../time/ports.ts';
import { createRunToIdlePacer } from '../time/run-to-idle.ts';
import { createSteeredPacer } from '../time/steered-pacer.ts';
import type { RunHost } from './run-host.ts';

/** The time of an embedded cluster: first it jumps ahead as fast as set-up can go, then it passes at a rate. */
export interface EmbeddedTime {
  /** Whoever calls into the cluster does so through it. */
  readonly pacer: Pacer;
  /** What the cluster's clients take for now. */
  readonly clock: Clock;
  /** From now on time passes at a rate: 1 is real time, 0 stands still. Idempotent. */
  settle(rate: number): Promise<void>;
  /** After `settle`. */
  setRate(rate: number): void;
  /** Time stands still after it. */
  stop(): Promise<void>;
}

/**
 * What the cluster's clients take for now once it is settled. `machine`: the machine's clock, for clients in other
 * processes, which have no other; what happened moves into the past when time is moved. `cluster`: the cluster's own
 * time, for clients that are all in this process; then its now may be another one than the machine's.
 */
export type ClientsNow = 'machine' | 'cluster';

/** Time that passes from the start: a cluster that goes on. */
export function createGoingOnTime(
  cluster: EmbeddedCluster,
  host: RunHost,
  { rate, clientsNow }: { readonly rate: number; readonly clientsNow: ClientsNow },
): EmbeddedTime {
  const { pacer, clock, setRate } = follow(cluster, host, rate, clientsNow);
  return { pacer, clock, setRate, settle: async (wanted) => setRate(wanted), stop: () => pacer.stop() };
}

/**
 * Time that begins in the past and jumps ahead; once settled, what is left until now passes at once. So a new cluster
 * is as old as the clock says, and no timestamp ever moves.
 */
export function createSetUpTime(cluster: EmbeddedCluster, host: RunHost, clientsNow: ClientsNow): EmbeddedTime {
  const idle = createRunToIdlePacer(cluster, host);
  const settled = new AbortController();
  let followed: Followed | undefined;
  const laterClock = () => followed?.clock;
  let settling: Promise<void> | undefined;
  const clock: Clock = {
    nowMs: () => (laterClock() ?? idle.clock).nowMs(),
    async sleep(ms, { signal }) {
      const already = laterClock();
      if (already) return already.sleep(ms, { signal });
      const dueMs = idle.clock.nowMs() + ms;
      try {
        await idle.clock.sleep(ms, { signal: AbortSignal.any([signal, settled.signal]) });
      } catch (error) {
        const later = laterClock();
        if (signal.aborted || !later) throw error;
        await later.sleep(Math.max(0, dueMs - later.nowMs()), { signal });
      }
    },
  };
  const settle = async (rate: number) => {
    const leftMs = host.clock.nowMs() - idle.clock.nowMs();
    if (leftMs > 0) await idle.clock.sleep(leftMs, { signal: new AbortController().signal });
    await idle.stop();
    followed = follow(cluster, host, rate, clientsNow);
    settled.abort();
  };
  const current = () => followed?.pacer ?? idle;
  return {
    pacer: {
      call: (run) => current().call(run),
      noteOutput: () => current().noteOutput(),
      beginWait: () => current().beginWait(),
      fastForward: (durationMs, options) => current().fastForward(durationMs, options),
      stop: () => current().stop(),
    },
    clock,
    settle: (rate) => (settling ??= settle(rate)),
    setRate: (rate) => followed?.setRate(rate),
    stop: () => current().stop(),
  };
}

interface Followed {
  readonly pacer: Pacer;
  readonly clock: Clock;
  setRate(rate: number): void;
}

function follow(cluster: EmbeddedCluster, host: RunHost, rate: number, clientsNow: ClientsNow): Followed {
  if (clientsNow === 'cluster') {
    const pacer = createSteeredPacer(cluster, host, { rate });
    return { pacer, clock: pacer.clock, setRate: (wanted) => pacer.setRate(wanted) };
  }
  const pacer = createPacer(cluster, host.clock, { rate });
  return { pacer, clock: host.clock, setRate: (wanted) => pacer.setRate(wanted) };
}
