/** Something that can be made to go on. */
export interface Sleeper {
  wake(): void;
}

/**
 * Processes that wait for something to change. Waking is only a hint: whoever waits looks again and may wait on, so a
 * process may be in several queues and may be left in one it no longer waits for.
 */
export class WaitQueue {
  #waiting: Set<Sleeper> | undefined;

  add(sleeper: Sleeper): void {
    (this.#waiting ??= new Set()).add(sleeper);
  }

  remove(sleeper: Sleeper): void {
    this.#waiting?.delete(sleeper);
  }

  /** Wakes all, in the order they began to wait. */
  wakeAll(): void {
    const waiting = this.#waiting;
    if (!waiting || waiting.size === 0) return;
    this.#waiting = undefined;
    for (const sleeper of waiting) sleeper.wake();
  }
}
