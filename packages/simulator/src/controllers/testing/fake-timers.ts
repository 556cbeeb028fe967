import type { Timer, Timers } from '@podlab/apimachinery';

interface Call {
  readonly dueMs: number;
  readonly serial: number;
  readonly run: () => void;
}

/** Timers for tests: a plain sorted list of calls. */
export class FakeTimers implements Timers {
  #nowMs: number;
  #serial = 0;
  #calls: Call[] = [];

  constructor(startMs = 0) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, run: () => void): Timer {
    const call: Call = { dueMs: this.#nowMs + Math.max(0, Math.ceil(delayMs)), serial: this.#serial, run };
    this.#serial += 1;
    let at = this.#calls.length;
    while (at > 0 && (this.#calls[at - 1] as Call).dueMs > call.dueMs) at -= 1;
    this.#calls.splice(at, 0, call);
    return {
      cancel: () => {
        this.#calls = this.#calls.filter((other) => other !== call);
      },
    };
  }

  /** Makes every call due up to `untilMs`, then stands there. */
  runUntil(untilMs: number): void {
    for (let next = this.#calls[0]; next && next.dueMs <= untilMs; next = this.#calls[0]) {
      this.#calls.shift();
      this.#nowMs = next.dueMs;
      next.run();
    }
    this.#nowMs = untilMs;
  }
}
