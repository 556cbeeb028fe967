/** Something that can be made to go on. */
export interface Sleeper {
  wake(): void;
}

/**
 * Processes that wait for something to change. Waking is only a hint: whoever waits looks again and may wait on, so a
 * process may be in several queues and may be left in one it no longer waits for.
 */
export class WaitQueue {
  /** Nearly always one: a Set of one takes four times its memory. */
  #waiting: Sleeper | Set<Sleeper> | undefined;

  add(sleeper: Sleeper): void {
    const waiting = this.#waiting;
    if (waiting instanceof Set) waiting.add(sleeper);
    else if (waiting === undefined) this.#waiting = sleeper;
    else if (waiting !== sleeper) this.#waiting = new Set([waiting, sleeper]);
  }

  remove(sleeper: Sleeper): void {
    if (this.#waiting instanceof Set) this.#waiting.delete(sleeper);
    else if (this.#waiting === sleeper) this.#waiting = undefined;
  }

  /** Wakes all, in the order they began to wait. */
  wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting instanceof Set) for (const sleeper of waiting) sleeper.wake();
    else waiting?.wake();
  }
}
