import type { Random, Timers } from '@podlab/apimachinery';

/** Something that runs until it waits, ends or has used up its slice. */
export interface Runnable {
  /** Steps left in the current virtual millisecond; set by the scheduler, used up by the runnable. */
  stepsLeft: number;
  /** The virtual time `stepsLeft` belongs to. */
  sliceMs: number;
  /** What it shares with others of its container. */
  readonly cpu?: CpuShare;
  /** @returns whether it used up its slice and wants to go on */
  resume(): boolean;
}

/** A step is about what a shell needs to run 1/50 of a simple built-in command. */
const stepsPerMs = 20_000;
/** All runnables together: beyond this, virtual time passes before the rest runs. */
const totalStepsPerMs = 400_000;

/** Quotas are handed out for so long. @see the kernel's `cpu.cfs_period_us` */
export const quotaPeriodMs = 100;

/** The virtual CPU time of one container. */
export class CpuShare {
  /** Cores that it may keep busy at most; Infinity: no limit. */
  cores = Number.POSITIVE_INFINITY;
  #steps = 0;
  #period = -1;
  #spentInPeriod = 0;

  /** Milliseconds of one core, used so far. */
  usedMs(): number {
    return this.#steps / stepsPerMs;
  }

  /** Steps that its quota leaves it now. */
  stepsLeft(nowMs: number): number {
    const period = Math.floor(nowMs / quotaPeriodMs);
    if (period !== this.#period) {
      this.#period = period;
      this.#spentInPeriod = 0;
    }
    return this.cores * quotaPeriodMs * stepsPerMs - this.#spentInPeriod;
  }

  spend(steps: number): void {
    this.#steps += steps;
    this.#spentInPeriod += steps;
  }
}

/**
 * Runs processes in the order they became runnable. Each has a CPU of its own that makes 20,000 steps in a virtual
 * millisecond; switching between processes that wait for each other takes no timer.
 */
export class Scheduler {
  readonly timers: Timers;
  readonly random: Random;
  #queue: Runnable[] = [];
  #spent: Runnable[] = [];
  #scheduled = false;
  #running = false;
  #totalMs = 0;
  #totalLeft = totalStepsPerMs;
  #lastInode = 0;
  /** What somebody in the middle of its turn waits for. */
  #awaited: Promise<void> | undefined;

  constructor(timers: Timers, random: Random) {
    this.timers = timers;
    this.random = random;
  }

  nextInode(): number {
    this.#lastInode += 1;
    return this.#lastInode;
  }

  nowMs(): number {
    return this.timers.nowMs();
  }

  enqueue(runnable: Runnable): void {
    this.#queue.push(runnable);
    if (!this.#running) this.#schedule(0);
  }

  /**
   * Whoever has its turn waits for code in the middle of it, and so does the world.
   * @returns false when the world does not wait
   */
  hold(ready: Promise<void>): boolean {
    if (!this.timers.holdUntil) return false;
    this.#awaited = ready;
    return true;
  }

  #schedule(delayMs: number): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.timers.schedule(delayMs, () => {
      this.#scheduled = false;
      this.#run();
    });
  }

  #run(): void {
    const nowMs = this.timers.nowMs();
    if (this.#totalMs !== nowMs) {
      this.#totalMs = nowMs;
      this.#totalLeft = totalStepsPerMs;
      this.#queue = [...this.#spent, ...this.#queue];
      this.#spent = [];
    }
    this.#runQueue();
  }

  #runQueue(): void {
    const nowMs = this.timers.nowMs();
    this.#running = true;
    let at = 0;
    try {
      while (at < this.#queue.length && this.#totalLeft > 0 && !this.#awaited) {
        const runnable = this.#queue[at];
        at += 1;
        if (runnable) this.#turn(runnable, nowMs);
        if (at > 1024) {
          this.#queue.splice(0, at);
          at = 0;
        }
      }
    } finally {
      this.#running = false;
      this.#queue.splice(0, at);
    }
    if (this.#awaited) return;
    if (this.#queue.length > 0 || this.#spent.length > 0) this.#schedule(1);
  }

  #turn(runnable: Runnable, nowMs: number): void {
    if (runnable.sliceMs !== nowMs) {
      runnable.sliceMs = nowMs;
      runnable.stepsLeft = stepsPerMs;
    }
    const quota = runnable.cpu?.stepsLeft(nowMs) ?? stepsPerMs;
    if (runnable.stepsLeft > quota) runnable.stepsLeft = quota;
    if (runnable.stepsLeft <= 0) this.#spent.push(runnable);
    else this.#resume(runnable);
  }

  /** The rest of a turn that waited for code, and of what was to run after it. */
  #goOn(runnable: Runnable): void {
    this.#awaited = undefined;
    this.#running = true;
    try {
      this.#resume(runnable);
    } finally {
      this.#running = false;
    }
    if (!this.#awaited) this.#runQueue();
  }

  #resume(runnable: Runnable): void {
    const before = runnable.stepsLeft;
    const goesOn = runnable.resume();
    const used = before - runnable.stepsLeft;
    runnable.cpu?.spend(used);
    this.#totalLeft -= used;
    if (this.#awaited) this.timers.holdUntil?.(this.#awaited, () => this.#goOn(runnable));
    else if (goesOn) this.#spent.push(runnable);
  }
}
