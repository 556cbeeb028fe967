import type { Timer, Timers } from '@podlab/apimachinery';

/** Timers that move only when a test says so. */
export class TestTimers implements Timers {
  private readonly calls: { readonly dueMs: number; readonly run: () => void; cancelled: boolean }[] = [];
  private now: number;

  constructor(nowMs: number) {
    this.now = nowMs;
  }

  nowMs(): number {
    return this.now;
  }

  schedule(delayMs: number, run: () => void): Timer {
    const call = { dueMs: this.now + Math.ceil(delayMs), run, cancelled: false };
    this.calls.push(call);
    return {
      cancel: () => {
        call.cancelled = true;
      },
    };
  }

  /** Lets time pass and makes every call that falls due. */
  advance(ms: number): void {
    const untilMs = this.now + ms;
    for (;;) {
      const due = this.calls.filter((call) => !call.cancelled && call.dueMs <= untilMs);
      if (due.length === 0) break;
      const next = due.reduce((first, call) => (call.dueMs < first.dueMs ? call : first));
      this.calls.splice(this.calls.indexOf(next), 1);
      this.now = Math.max(this.now, next.dueMs);
      next.run();
    }
    this.now = untilMs;
  }
}
