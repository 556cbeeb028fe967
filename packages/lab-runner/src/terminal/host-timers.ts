import type { Clock, Timer, Timers } from '@podlab/apimachinery';

export interface TimersHost {
  /** The time that sleeps take: the cluster's, as its clients see it. */
  readonly clock: Clock;
  readonly yieldToHost: () => Promise<void>;
}

/** A wait no longer than this is a slice of computing, not a sleep. */
const computingMs = 1;

/**
 * Timers for processes beside a cluster, at its clients' clock. What computes goes on when that clock stands still, so
 * that a paused lab still has a terminal; then these timers run ahead of it.
 */
export class HostTimers implements Timers {
  readonly #host: TimersHost;
  readonly #pending = new Set<AbortController>();
  #isStopped = false;
  #aheadMs = 0;

  constructor(host: TimersHost) {
    this.#host = host;
  }

  nowMs(): number {
    return Math.max(this.#aheadMs, Math.floor(this.#host.clock.nowMs()));
  }

  schedule(delayMs: number, run: () => void): Timer {
    const call = new AbortController();
    this.#pending.add(call);
    const { signal } = call;
    const waiting = delayMs <= computingMs ? this.#compute(delayMs) : this.#host.clock.sleep(delayMs, { signal });
    waiting.then(
      () => {
        if (this.#pending.delete(call) && !this.#isStopped) run();
      },
      () => undefined,
    );
    return {
      cancel: () => {
        if (this.#pending.delete(call)) call.abort();
      },
    };
  }

  /** No call is made after it. */
  stop(): void {
    this.#isStopped = true;
    for (const call of this.#pending) call.abort();
    this.#pending.clear();
  }

  async #compute(ms: number): Promise<void> {
    const untilMs = this.nowMs() + Math.ceil(ms);
    await this.#host.yieldToHost();
    this.#aheadMs = Math.max(this.#aheadMs, untilMs);
  }
}
