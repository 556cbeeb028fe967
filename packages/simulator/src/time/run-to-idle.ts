import type { Clock } from '@podlab/apimachinery';
import type { PacedCluster, Pacer } from './ports.ts';
import { skewFor } from './skew.ts';

export interface RunToIdleOptions {
  /** Resolves after the host has run everything that was ready, promises included: `setImmediate`, a MessageChannel. */
  readonly yieldToHost: () => Promise<void>;
}

/** A pacer whose time jumps ahead whenever nobody in this process has anything left to do. */
export interface RunToIdlePacer extends Pacer {
  /** The cluster's time, for everybody who waits for something in the cluster. */
  readonly clock: Clock;
}

/** So many calls may pass without anybody outside noticing before the host gets its turn. */
const callsPerTurn = 2_000;

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/**
 * Creates a pacer for tests and proofs. Time passes only while somebody sleeps on its `clock` or waits for a running
 * `exec`; a watch alone does not move it, so whoever waits for a watch event must also sleep towards a deadline.
 * @param clientNowMs what the clock says at first; default: the cluster's virtual time less its skew
 */
export function createRunToIdlePacer(
  cluster: PacedCluster,
  options: RunToIdleOptions & { readonly clientNowMs?: number },
): RunToIdlePacer {
  if (options.clientNowMs !== undefined) cluster.setSkew(skewFor(cluster.time.nowMs(), options.clientNowMs));
  return new IdlePacer(cluster, options.yieldToHost);
}

class IdlePacer implements RunToIdlePacer {
  readonly clock: Clock;
  readonly #cluster: PacedCluster;
  readonly #yieldToHost: () => Promise<void>;
  #sleepers: Sleeper[] = [];
  #waits = 0;
  #activity = 0;
  #stopped = false;
  #driving: Promise<void> | undefined;
  /** The clients' now during a fast-forward. */
  #heldNowMs: number | undefined;

  constructor(cluster: PacedCluster, yieldToHost: () => Promise<void>) {
    this.#cluster = cluster;
    this.#yieldToHost = yieldToHost;
    this.clock = {
      nowMs: () => this.#heldNowMs ?? cluster.time.nowMs() - cluster.skewMs(),
      sleep: (ms, { signal }) => this.#sleep(ms, signal),
    };
  }

  call<T>(run: () => T): T {
    this.#activity += 1;
    try {
      return run();
    } finally {
      this.#drive();
    }
  }

  noteOutput(): void {
    this.#activity += 1;
  }

  beginWait(): () => void {
    this.#waits += 1;
    this.#drive();
    let ended = false;
    return () => {
      if (!ended) this.#waits -= 1;
      ended = true;
    };
  }

  async fastForward(durationMs: number, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const time = this.#cluster.time;
    const untilMs = time.nowMs() + Math.ceil(durationMs / 1000) * 1000;
    this.#heldNowMs = this.clock.nowMs();
    this.#cluster.setSkew(skewFor(untilMs, this.#heldNowMs));
    try {
      for (;;) {
        const pauseAt = time.callsMade() + callsPerTurn;
        if (time.runUntil(untilMs, () => time.callsMade() >= pauseAt)) break;
        await this.#yieldToHost();
        signal.throwIfAborted();
      }
    } finally {
      this.#cluster.setSkew(skewFor(time.nowMs(), this.#heldNowMs));
      this.#heldNowMs = undefined;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#driving;
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const onAbort = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        this.#activity += 1;
        reject(signal.reason as Error);
      };
      const sleeper: Sleeper = {
        dueMs: this.#cluster.time.nowMs() + Math.max(0, Math.ceil(ms)),
        wake: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
      this.#activity += 1;
      this.#drive();
    });
  }

  #somebodyWaits(): boolean {
    return !this.#stopped && (this.#waits > 0 || this.#sleepers.length > 0);
  }

  #drive(): void {
    if (this.#driving !== undefined || !this.#somebodyWaits()) return;
    this.#driving = this.#driveWhileSomebodyWaits();
  }

  async #driveWhileSomebodyWaits(): Promise<void> {
    while (this.#somebodyWaits()) {
      const activityBefore = this.#activity;
      await this.#yieldToHost();
      if (this.#activity === activityBefore && !this.#advance()) break;
    }
    // At once, not when the promise is settled: whoever comes in between would not be driven.
    this.#driving = undefined;
  }

  /** Lets time pass until somebody outside can notice. @returns false when nothing is planned at all */
  #advance(): boolean {
    const time = this.#cluster.time;
    const activityBefore = this.#activity;
    const pauseAt = time.callsMade() + callsPerTurn;
    while (this.#activity === activityBefore && time.callsMade() < pauseAt) {
      const dueMs = Math.min(time.nextDueMs() ?? Infinity, ...this.#sleepers.map((sleeper) => sleeper.dueMs));
      if (dueMs === Infinity) return false;
      if (!time.runUntil(dueMs)) return true;
      this.#wakeSleepers();
    }
    return true;
  }

  #wakeSleepers(): void {
    const nowMs = this.#cluster.time.nowMs();
    const due = this.#sleepers.filter((sleeper) => sleeper.dueMs <= nowMs);
    if (due.length === 0) return;
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.dueMs > nowMs);
    this.#activity += 1;
    for (const sleeper of due) sleeper.wake();
  }
}
