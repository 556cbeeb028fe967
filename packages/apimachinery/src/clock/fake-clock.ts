import type { Clock } from './clock.ts';

interface Sleeper {
  readonly dueMs: number;
  wake(): void;
}

/** A clock for tests: time stands still until `step`. */
export class FakeClock implements Clock {
  #nowMs: number;
  #sleepers: Sleeper[] = [];

  /** @param startMs milliseconds since the Unix epoch; default 2026-01-01T00:00:00Z */
  constructor(startMs: number = Date.UTC(2026, 0, 1)) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  sleep(ms: number, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      if (ms <= 0) {
        resolve();
        return;
      }
      const onAbort = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal.reason);
      };
      const sleeper: Sleeper = {
        dueMs: this.#nowMs + ms,
        wake: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
    });
  }

  /** How many sleeps are under way. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Moves time on and wakes, in order of time, every sleep that is due; then lets what they woke run a while. */
  async step(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      await settle();
      const next = this.#sleepers
        .filter((sleeper) => sleeper.dueMs <= untilMs)
        .reduce<Sleeper | undefined>(
          (first, other) => (first && first.dueMs <= other.dueMs ? first : other),
          undefined,
        );
      if (!next) break;
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      next.wake();
    }
    this.#nowMs = untilMs;
    await settle();
  }
}

/** Lets promise reactions run: enough turns for a chain of awaits, without a timer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) await Promise.resolve();
}
