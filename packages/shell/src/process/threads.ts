import type { ProcessContext } from './context.ts';
import type { Coroutine } from './process.ts';

/**
 * Several coroutines that share one process, as threads do. Each is stepped whenever the process is woken: waking is
 * only a hint, and whoever waits looks again. Two threads of a process must not wait for the same file.
 */
export class Threads {
  readonly #context: ProcessContext;
  readonly #running = new Set<Coroutine<void>>();

  constructor(context: ProcessContext) {
    this.#context = context;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Lets `body` run beside the others, from the next step on. */
  start(body: Coroutine<void>): void {
    this.#running.add(body);
  }

  /** Runs `main` and, beside it, what was started; ends with `main` and drops the others. */
  *run<T>(main: Coroutine<T>): Coroutine<T> {
    const { process } = this.#context;
    for (;;) {
      const { wakes } = process;
      const { done, value } = main.next();
      if (done) return value;
      // What is started meanwhile is stepped too: a Set is walked up to its end.
      for (const thread of this.#running) {
        let isDone = thread.next().done;
        // A turn that waits for code goes on where it was, before anybody else's.
        while (process.isHeld) {
          yield;
          isDone = thread.next().done;
        }
        if (isDone) this.#running.delete(thread);
      }
      if (process.stepsLeft <= 0) process.wake();
      else if (process.wakes !== wakes) continue;
      yield;
    }
  }
}
