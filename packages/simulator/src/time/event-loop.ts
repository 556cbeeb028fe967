import type { Timer } from '@podlab/apimachinery';
import type { VirtualTime } from '../cluster/ports.ts';

/** Creates the queue of timed calls that everything inside an embedded cluster runs from. */
export function createEventLoop(startTimeMs: number): VirtualTime {
  return new EventLoop(startTimeMs);
}

/** A call that is due later, and what it is cancelled by: each Pod has several, so that they are one object. */
class PlannedCall implements Timer {
  readonly dueMs: number;
  readonly sequence: number;
  /** Undefined once the call has been made or cancelled. */
  run: (() => void) | undefined;
  readonly #loop: EventLoop;

  constructor(loop: EventLoop, dueMs: number, sequence: number, run: () => void) {
    this.#loop = loop;
    this.dueMs = dueMs;
    this.sequence = sequence;
    this.run = run;
  }

  cancel(): void {
    if (this.run === undefined) return;
    this.run = undefined;
    this.#loop.noteCancelled();
  }
}

/** The world waits for code. */
interface Hold {
  readonly ended: Promise<void>;
  readonly goOn: () => void;
  isOver: boolean;
  failure: unknown;
}

/** Cancelled calls stay in the heap until they come up; when they are the larger part, the heap is rebuilt. */
const rebuildAboveCancelled = 1024;

class EventLoop implements VirtualTime {
  #now: number;
  #sequence = 0;
  #callsMade = 0;
  #cancelled = 0;
  #isRunning = false;
  #heap: PlannedCall[] = [];
  #hold: Hold | undefined;

  constructor(startTimeMs: number) {
    this.#now = Math.ceil(startTimeMs);
  }

  nowMs(): number {
    return this.#now;
  }

  callsMade(): number {
    return this.#callsMade;
  }

  schedule(delayMs: number, run: () => void): Timer {
    const dueMs = this.#now + Math.max(0, Math.ceil(delayMs));
    const call = new PlannedCall(this, dueMs, this.#sequence, run);
    this.#sequence += 1;
    pushCall(this.#heap, call);
    return call;
  }

  readonly holdUntil = (ready: Promise<void>, goOn: () => void): void => {
    const ended = ready.then(
      () => {
        hold.isOver = true;
      },
      (error: unknown) => {
        hold.failure = error;
        throw error;
      },
    );
    ended.catch(() => undefined);
    const hold: Hold = { ended, goOn, isOver: false, failure: undefined };
    this.#hold = hold;
  };

  held(): Promise<void> | undefined {
    return this.#hold?.ended;
  }

  nextDueMs(): number | undefined {
    if (this.#hold) return this.#now;
    this.#dropCancelled();
    return this.#heap[0]?.dueMs;
  }

  runUntil(untilMs: number, shouldPause?: () => boolean): boolean {
    if (this.#isRunning) return untilMs <= this.#now;
    this.#isRunning = true;
    try {
      return this.#run(untilMs, shouldPause);
    } finally {
      this.#isRunning = false;
    }
  }

  #run(untilMs: number, shouldPause?: () => boolean): boolean {
    for (;;) {
      if (!this.#isFree()) return false;
      this.#dropCancelled();
      const next = this.#heap[0];
      if (next === undefined || next.dueMs > untilMs) break;
      if (next.dueMs > this.#now && shouldPause?.()) return false;
      popCall(this.#heap);
      this.#now = next.dueMs;
      this.#callsMade += 1;
      const run = next.run;
      next.run = undefined;
      run?.();
    }
    if (untilMs > this.#now) this.#now = untilMs;
    return true;
  }

  /** Whether nobody waits for code. Whoever waited and need not any more goes on first. */
  #isFree(): boolean {
    while (this.#hold) {
      const { failure, isOver, goOn } = this.#hold;
      if (failure !== undefined) throw failure;
      if (!isOver) return false;
      this.#hold = undefined;
      goOn();
    }
    return true;
  }

  /** For its calls: one of them will not be made. */
  noteCancelled(): void {
    this.#cancelled += 1;
    if (this.#cancelled > rebuildAboveCancelled && this.#cancelled * 2 > this.#heap.length) this.#rebuild();
  }

  #dropCancelled(): void {
    while (this.#heap[0] !== undefined && this.#heap[0].run === undefined) {
      popCall(this.#heap);
      this.#cancelled -= 1;
    }
  }

  #rebuild(): void {
    // A sorted array is a heap.
    this.#heap = this.#heap.filter((call) => call.run !== undefined).sort(compareCalls);
    this.#cancelled = 0;
  }
}

function compareCalls(a: PlannedCall, b: PlannedCall): number {
  return a.dueMs - b.dueMs || a.sequence - b.sequence;
}

function isBefore(a: PlannedCall, b: PlannedCall): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);
}

function pushCall(heap: PlannedCall[], call: PlannedCall): void {
  heap.push(call);
  moveUp(heap, heap.length - 1, call);
}

/** Puts `call` where it belongs on the way up from a place that is free. */
function moveUp(heap: PlannedCall[], from: number, call: PlannedCall): void {
  let index = from;
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex] as PlannedCall;
    if (!isBefore(call, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = call;
}

function popCall(heap: PlannedCall[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  // The gap goes down to the bottom, where the last call nearly always belongs: one comparison for each level.
  let index = 0;
  for (;;) {
    const rightIndex = 2 * index + 2;
    if (rightIndex > heap.length) break;
    const left = heap[rightIndex - 1] as PlannedCall;
    const right = heap[rightIndex];
    const isRight = right !== undefined && isBefore(right, left);
    heap[index] = isRight ? right : left;
    index = isRight ? rightIndex : rightIndex - 1;
  }
  moveUp(heap, index, last);
}
