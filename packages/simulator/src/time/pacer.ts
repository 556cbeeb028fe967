import type { Clock } from '@podlab/apimachinery';
import type { PacedCluster, Pacer } from './ports.ts';
import { padToWholeSecond, skewFor } from './skew.ts';

export interface PacerOptions {
  /** Virtual milliseconds per millisecond of the clock; default 1; 0: paused. */
  readonly rate?: number;
}

/** A pacer that follows a clock. */
export interface ClockPacer extends Pacer {
  readonly rate: number;
  setRate(rate: number): void;
}

/** How long one slice of a catch-up may hold the host. */
const sliceMs = 10;
/** A longer gap means that the machine slept: then the cluster slept too. */
const longestCatchUpMs = 60_000;
const idleSleepMs = 3_600_000;
/** Nobody has asked for anything for so long: then calls that are due close to each other are made together, */
const quietAfterMs = 3_000;
/** so seldom that most of the waking is saved, and so often that nobody who watches sees it. */
const quietSleepMs = 100;

/**
 * Makes a cluster's time follow `clock` from now on. Between calls it sleeps on the clock until the cluster's next call
 * is due. The cluster's skew is kept such that its now is the clock's now, and is set before time moves: what happens
 * on the way is told as it happens, and must not lie in the future of those who hear of it.
 */
export function createPacer(cluster: PacedCluster, clock: Clock, options: PacerOptions = {}): ClockPacer {
  const pacer = new FollowingPacer(cluster, clock, options.rate ?? 1);
  pacer.start();
  return pacer;
}

class FollowingPacer implements ClockPacer {
  readonly #cluster: PacedCluster;
  readonly #clock: Clock;
  #rate: number;
  #anchorVirtualMs = 0;
  #anchorClockMs = 0;
  #calledAtMs = 0;
  /** Nested or long-running: time is moved by somebody else just now. */
  #busy = false;
  #stopped = false;
  #wake = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(cluster: PacedCluster, clock: Clock, rate: number) {
    this.#cluster = cluster;
    this.#clock = clock;
    this.#rate = rate;
  }

  get rate(): number {
    return this.#rate;
  }

  start(): void {
    this.#calledAtMs = this.#clock.nowMs();
    this.#anchor();
    this.#loop = this.#follow();
  }

  setRate(rate: number): void {
    this.#advance();
    this.#rate = rate;
    this.#anchor();
    this.#wakeUp();
  }

  call<T>(run: () => T): T {
    this.#calledAtMs = this.#clock.nowMs();
    this.#advance();
    const dueBefore = this.#cluster.time.nextDueMs();
    try {
      return run();
    } finally {
      if (this.#cluster.time.nextDueMs() !== dueBefore) this.#wakeUp();
    }
  }

  noteOutput(): void {}

  beginWait(): () => void {
    return () => undefined;
  }

  async fastForward(durationMs: number, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    this.#advance();
    this.#busy = true;
    try {
      const untilMs = this.#cluster.time.nowMs() + Math.ceil(durationMs / 1000) * 1000;
      // First: whoever watches must not be told of anything in the future meanwhile.
      this.#setSkew(skewFor(untilMs, this.#clock.nowMs()));
      while (!this.#cluster.time.runUntil(untilMs, this.#sliceEnds())) await this.#clock.sleep(0, { signal });
    } finally {
      this.#busy = false;
      this.#anchor();
      this.#wakeUp();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wakeUp();
    await this.#loop;
  }

  async #follow(): Promise<void> {
    while (!this.#stopped) {
      const caughtUp = this.#advance();
      // A new one each time was 7 % of what an idle cluster costs.
      if (this.#wake.signal.aborted) this.#wake = new AbortController();
      try {
        await this.#clock.sleep(caughtUp ? this.#untilNextDueMs() : 0, { signal: this.#wake.signal });
      } catch (error) {
        if (!this.#wake.signal.aborted) throw error;
      }
    }
  }

  #untilNextDueMs(): number {
    const dueMs = this.#cluster.time.nextDueMs();
    if (dueMs === undefined || this.#rate === 0 || this.#busy) return idleSleepMs;
    const nowMs = this.#clock.nowMs();
    const untilDueMs = Math.ceil(this.#anchorClockMs + (dueMs - this.#anchorVirtualMs) / this.#rate - nowMs);
    const isQuiet = this.#rate <= 1 && nowMs - this.#calledAtMs > quietAfterMs;
    return Math.min(idleSleepMs, isQuiet ? Math.max(quietSleepMs, untilDueMs) : untilDueMs);
  }

  /** @returns whether virtual time is where it should be */
  #advance(): boolean {
    if (this.#stopped || this.#busy) return true;
    const nowMs = this.#clock.nowMs();
    if (this.#rate === 0) {
      this.#setSkew(skewFor(this.#cluster.time.nowMs(), nowMs));
      return true;
    }
    const wanted = Math.floor(this.#anchorVirtualMs + (nowMs - this.#anchorClockMs) * this.#rate);
    if (wanted - this.#cluster.time.nowMs() > longestCatchUpMs * this.#rate) {
      this.#anchor();
      return true;
    }
    if (this.#rate !== 1) this.#setSkew(skewFor(wanted, nowMs));
    this.#busy = true;
    try {
      return this.#cluster.time.runUntil(wanted, this.#sliceEnds());
    } finally {
      this.#busy = false;
    }
  }

  #anchor(): void {
    const clockMs = this.#clock.nowMs();
    const virtualMs = this.#cluster.time.nowMs();
    this.#anchorClockMs = clockMs;
    this.#anchorVirtualMs = virtualMs + padToWholeSecond(virtualMs, clockMs);
    this.#setSkew(skewFor(virtualMs, clockMs));
  }

  #setSkew(skewMs: number): void {
    if (skewMs !== this.#cluster.skewMs()) this.#cluster.setSkew(skewMs);
  }

  #sliceEnds(): () => boolean {
    const endMs = this.#clock.nowMs() + sliceMs;
    return () => this.#clock.nowMs() >= endMs;
  }

  #wakeUp(): void {
    this.#wake.abort();
  }
}
