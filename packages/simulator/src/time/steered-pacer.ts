import type { Clock } from '@podlab/apimachinery';
import type { PacedCluster, Pacer } from './ports.ts';

export interface SteeredPacerOptions {
  /** Virtual milliseconds per millisecond of the host's clock; default 1; 0: paused. */
  readonly rate?: number;
}

/** A pacer whose clients live by the cluster's time, however fast it passes. */
export interface SteeredPacer extends Pacer {
  /** The cluster's time. It stands still when the rate is 0, and so do those who sleep on it. */
  readonly clock: Clock;
  readonly rate: number;
  setRate(rate: number): void;
}

export interface SteeringHost {
  readonly clock: Clock;
  readonly yieldToHost: () => Promise<void>;
}

/** How long one slice may hold the host. */
const sliceMs = 8;
/**
 * The host's time that the cluster makes up for at most. What is beyond never passes in it: the machine slept, or it is
 * too slow for the rate.
 */
const longestLagMs = 5_000;
const idleSleepMs = 2_000;

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/**
 * Lets a cluster's time pass at a rate of the host's. Nobody outside compares the cluster's time with another clock, so
 * nothing that happened ever moves: a pause, a fast-forward and a lab taken up days later only change what is now.
 */
export function createSteeredPacer(
  cluster: PacedCluster,
  host: SteeringHost,
  options: SteeredPacerOptions = {},
): SteeredPacer {
  const pacer = new FreePacer(cluster, host, options.rate ?? 1);
  pacer.start();
  return pacer;
}

class FreePacer implements SteeredPacer {
  readonly clock: Clock;
  readonly #cluster: PacedCluster;
  readonly #host: SteeringHost;
  #rate: number;
  #anchorHostMs = 0;
  #anchorMs = 0;
  /** Where a fast-forward leads. */
  #jumpMs: number | undefined;
  #sleepers: Sleeper[] = [];
  #isMoving = false;
  #isStopped = false;
  #wake = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(cluster: PacedCluster, host: SteeringHost, rate: number) {
    this.#cluster = cluster;
    this.#host = host;
    this.#rate = rate;
    this.clock = {
      nowMs: () => this.#nowMs() - cluster.skewMs(),
      sleep: (ms, { signal }) => this.#sleep(ms, signal),
    };
  }

  get rate(): number {
    return this.#rate;
  }

  start(): void {
    this.#anchor();
    this.#loop = this.#follow();
  }

  setRate(rate: number): void {
    this.#advance(this.#wantedMs());
    this.#rate = rate;
    this.#anchor();
    this.#wake.abort();
  }

  call<T>(run: () => T): T {
    if (this.#jumpMs === undefined) this.#advance(this.#wantedMs());
    const dueBefore = this.#cluster.time.nextDueMs();
    try {
      return run();
    } finally {
      if (this.#cluster.time.nextDueMs() !== dueBefore) this.#wake.abort();
    }
  }

  noteOutput(): void {}

  beginWait(): () => void {
    return () => undefined;
  }

  async fastForward(durationMs: number, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const { time } = this.#cluster;
    this.#advance(this.#wantedMs());
    const untilMs = Math.max(time.nowMs(), this.#jumpMs ?? 0) + Math.ceil(durationMs);
    this.#jumpMs = untilMs;
    this.#wake.abort();
    try {
      while (time.nowMs() < untilMs && !this.#isStopped) {
        signal.throwIfAborted();
        await this.#host.yieldToHost();
      }
    } finally {
      if (this.#jumpMs === untilMs) this.#jumpMs = undefined;
      this.#anchor();
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake.abort();
    await this.#loop;
  }

  async #follow(): Promise<void> {
    while (!this.#isStopped) {
      if (!this.#slice()) {
        await this.#host.yieldToHost();
        continue;
      }
      if (this.#wake.signal.aborted) this.#wake = new AbortController();
      try {
        await this.#host.clock.sleep(this.#untilNextDueMs(), { signal: this.#wake.signal });
      } catch (error) {
        if (!this.#wake.signal.aborted) throw error;
      }
    }
  }

  /** Lets time pass for a moment, or until somebody who slept has to act. @returns whether time is where it should be */
  #slice(): boolean {
    const wantedMs = this.#jumpMs ?? this.#wantedMs();
    const firstMs = Math.min(...this.#sleepers.map((sleeper) => sleeper.dueMs));
    const isThere = this.#advance(Math.min(wantedMs, firstMs));
    const woke = this.#wakeSleepers();
    return isThere && !woke && this.#cluster.time.nowMs() >= wantedMs && this.#jumpMs === undefined;
  }

  #advance(untilMs: number): boolean {
    // Nested: a call that the cluster's own doing has led to.
    if (this.#isMoving || this.#isStopped) return true;
    const endMs = this.#host.clock.nowMs() + sliceMs;
    this.#isMoving = true;
    try {
      return this.#cluster.time.runUntil(untilMs, () => this.#host.clock.nowMs() >= endMs);
    } finally {
      this.#isMoving = false;
    }
  }

  /** Where the rate says that time should be. */
  #wantedMs(): number {
    const wantedMs = Math.floor(this.#anchorMs + (this.#host.clock.nowMs() - this.#anchorHostMs) * this.#rate);
    const tooMuchMs = wantedMs - this.#cluster.time.nowMs() - longestLagMs * Math.max(1, this.#rate);
    if (tooMuchMs <= 0) return wantedMs;
    this.#anchorMs -= tooMuchMs;
    return wantedMs - tooMuchMs;
  }

  /** Time that has passed without anything in it needs no call to have passed. */
  #nowMs(): number {
    const { time } = this.#cluster;
    if (this.#jumpMs !== undefined || this.#isMoving || this.#isStopped) return time.nowMs();
    const quietUntilMs = (time.nextDueMs() ?? Infinity) - 1;
    return Math.max(time.nowMs(), Math.min(this.#wantedMs(), quietUntilMs));
  }

  #anchor(): void {
    this.#anchorHostMs = this.#host.clock.nowMs();
    this.#anchorMs = this.#cluster.time.nowMs();
  }

  #untilNextDueMs(): number {
    if (this.#rate === 0) return idleSleepMs;
    const dueMs = Math.min(
      this.#cluster.time.nextDueMs() ?? Infinity,
      ...this.#sleepers.map((sleeper) => sleeper.dueMs),
    );
    const hostDueMs = this.#anchorHostMs + (dueMs - this.#anchorMs) / this.#rate;
    return Math.max(0, Math.min(idleSleepMs, Math.ceil(hostDueMs - this.#host.clock.nowMs())));
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const onAbort = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal.reason as Error);
      };
      const sleeper: Sleeper = {
        dueMs: this.#nowMs() + Math.max(0, Math.ceil(ms)),
        wake: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
      this.#wake.abort();
    });
  }

  #wakeSleepers(): boolean {
    const nowMs = this.#cluster.time.nowMs();
    const due = this.#sleepers.filter((sleeper) => sleeper.dueMs <= nowMs);
    if (due.length === 0) return false;
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.dueMs > nowMs);
    for (const sleeper of due) sleeper.wake();
    return true;
  }
}
