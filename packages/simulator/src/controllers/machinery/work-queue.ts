import type { Timer, Timers } from '@podlab/apimachinery';

/** Delay before the first repeat of a key that failed; doubles with each further failure. @see client-go util/workqueue/default_rate_limiters.go */
export const baseRetryMs = 5;
/** The longest delay between repeats of a key that keeps failing. */
export const maxRetryMs = 1_000_000;

/**
 * The queue of keys in front of every controller: a key waits once however often it is added, a key that is being
 * worked on and is added again is worked on once more, and a key that failed comes back later and later.
 */
export class WorkQueue {
  readonly #timers: Timers;
  readonly #reactionMs: () => number;
  readonly #requestMs: () => number;
  readonly #work: (key: string) => void;
  readonly #retryMs: { readonly first: number; readonly max: number };
  readonly #waiting = new Set<string>();
  readonly #delayed = new Map<string, { readonly dueMs: number; readonly timer: Timer }>();
  readonly #failures = new Map<string, number>();
  /** When keys that were worked on may be worked on again. */
  readonly #freeAtMs = new Map<string, number>();
  #turn: Timer | undefined;
  #stopped = false;

  /**
   * @param options.reactionMs how long an idle queue takes until it looks at what was added
   * @param options.requestMs how long work on a key takes: it is not worked on again before. Default: no time
   * @param options.work does one key; must not throw
   * @param options.retryMs delays after failures; default 5 ms, doubling up to 1000 s
   */
  constructor(options: {
    readonly timers: Timers;
    readonly reactionMs: () => number;
    readonly requestMs?: () => number;
    readonly work: (key: string) => void;
    readonly retryMs?: { readonly first: number; readonly max: number };
  }) {
    this.#timers = options.timers;
    this.#reactionMs = options.reactionMs;
    this.#requestMs = options.requestMs ?? (() => 0);
    this.#work = options.work;
    this.#retryMs = options.retryMs ?? { first: baseRetryMs, max: maxRetryMs };
  }

  add(key: string): void {
    if (this.#stopped) return;
    const busyMs = (this.#freeAtMs.get(key) ?? 0) - this.#timers.nowMs();
    if (busyMs > 0) return this.addAfter(key, busyMs);
    this.#waiting.add(key);
    this.#turn ??= this.#timers.schedule(this.#reactionMs(), () => this.#workOnce());
  }

  /** Adds the key `delayMs` from now. A key that is due earlier already stays due then. */
  addAfter(key: string, delayMs: number): void {
    if (this.#stopped) return;
    if (delayMs <= 0) return this.add(key);
    const dueMs = this.#timers.nowMs() + delayMs;
    const planned = this.#delayed.get(key);
    if (planned && planned.dueMs <= dueMs) return;
    planned?.timer.cancel();
    const timer = this.#timers.schedule(delayMs, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { dueMs, timer });
  }

  /** Works on the key in `delayMs`, however long an idle queue takes otherwise: what was begun goes on. */
  continueAfter(key: string, delayMs: number): void {
    if (this.#stopped) return;
    this.#delayed.get(key)?.timer.cancel();
    const timer = this.#timers.schedule(delayMs, () => {
      this.#delayed.delete(key);
      this.#waiting.delete(key);
      this.#workOn(key);
    });
    this.#delayed.set(key, { dueMs: this.#timers.nowMs() + delayMs, timer });
  }

  /** Adds the key after the first retry delay, then twice that, … until `forget`. */
  addRateLimited(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.addAfter(key, Math.min(this.#retryMs.first * 2 ** failures, this.#retryMs.max));
  }

  /** The key succeeded: its next failure starts at 5 ms again. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** Drops everything; nothing is worked on any more. Idempotent. */
  stop(): void {
    this.#stopped = true;
    this.#turn?.cancel();
    for (const { timer } of this.#delayed.values()) timer.cancel();
    this.#delayed.clear();
    this.#waiting.clear();
  }

  #workOnce(): void {
    this.#turn = undefined;
    const [key] = this.#waiting;
    if (key === undefined) return;
    this.#waiting.delete(key);
    this.#workOn(key);
    if (this.#waiting.size > 0 && !this.#stopped) {
      this.#turn ??= this.#timers.schedule(0, () => this.#workOnce());
    }
  }

  #workOn(key: string): void {
    const nowMs = this.#timers.nowMs();
    for (const [other, atMs] of this.#freeAtMs) {
      if (atMs > nowMs) break;
      this.#freeAtMs.delete(other);
    }
    this.#freeAtMs.delete(key);
    this.#freeAtMs.set(key, nowMs + this.#requestMs());
    this.#work(key);
  }
}
