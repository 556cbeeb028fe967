/**
 * Work that waits in between, on virtual time: a generator that yields what it waits for. This is how the kubelet's
 * goroutines are written here, where nothing may be a promise.
 */
import type { Timers } from '@podlab/apimachinery';

/** Calls `resume` once, when the wait is over; perhaps at once. @returns gives the wait up */
export type Wait = (resume: () => void) => (() => void) | void;

export type Task<Result = void> = Generator<Wait, Result, void>;

/** A task that has been started. */
export interface RunningTask {
  /** The task does not go on; `finally` blocks run. Idempotent. */
  cancel(): void;
}

/** Runs a task up to its first wait, and on whenever a wait is over. @param onEnd called with what it returned */
export function runTask<Result>(task: Task<Result>, onEnd: (result: Result) => void = () => undefined): RunningTask {
  let isCancelled = false;
  let isStepping = false;
  let giveUp: (() => void) | void;
  const step = () => {
    for (;;) {
      if (isCancelled) return;
      isStepping = true;
      const { done, value } = task.next();
      isStepping = false;
      // The task's own doing has led to its being cancelled.
      if (isCancelled) {
        task.return(undefined as Result);
        return;
      }
      if (done) {
        onEnd(value);
        return;
      }
      let isOver = false;
      let isWaiting = false;
      giveUp = value(() => {
        if (isOver) return;
        isOver = true;
        if (isWaiting) step();
      });
      if (!isOver) {
        isWaiting = true;
        return;
      }
    }
  };
  step();
  return {
    cancel: () => {
      if (isCancelled) return;
      isCancelled = true;
      if (isStepping) return;
      giveUp?.();
      task.return(undefined as Result);
    },
  };
}

/** Waits `delayMs`. */
export function sleep(timers: Timers, delayMs: number): Wait {
  return (resume) => {
    const timer = timers.schedule(delayMs, resume);
    return () => timer.cancel();
  };
}

/** One wait after the other. */
export function inTurn(first: Wait, second: Wait): Wait {
  return (resume) => {
    let giveUp: ReturnType<Wait>;
    let isFirstOver = false;
    const giveUpFirst = first(() => {
      isFirstOver = true;
      giveUp = second(resume);
    });
    if (!isFirstOver) giveUp = giveUpFirst;
    return () => giveUp?.();
  };
}

/** Runs tasks side by side and waits until all have ended. */
export function runAll(tasks: readonly Task[]): Wait {
  return (resume) => {
    let left = tasks.length;
    if (left === 0) resume();
    const running = tasks.map((task) =>
      runTask(task, () => {
        left -= 1;
        if (left === 0) resume();
      }),
    );
    return () => {
      for (const task of running) task.cancel();
    };
  };
}

/** Waits for whichever is over first, and gives the other up. @param onOver told which one it was */
export function either(first: Wait, second: Wait, onOver: (which: 'first' | 'second') => void): Wait {
  return (resume) => {
    let isOver = false;
    const giveUps: ((() => void) | void)[] = [];
    const over = (which: 'first' | 'second', other: number) => () => {
      if (isOver) return;
      isOver = true;
      giveUps[other]?.();
      onOver(which);
      resume();
    };
    giveUps[0] = first(over('first', 1));
    if (!isOver) giveUps[1] = second(over('second', 0));
    return () => {
      for (const giveUp of giveUps) giveUp?.();
    };
  };
}
