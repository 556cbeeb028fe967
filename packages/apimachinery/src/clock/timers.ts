/** A call that is due later. */
export interface Timer {
  /** Idempotent; does nothing once the call has been made. */
  cancel(): void;
}

/**
 * Time for code inside the embedded cluster, which never waits: it asks to be called.
 *
 * Calls are made one at a time, in order of the time they are due and, for the same time, in the order they were asked
 * for. That order is what makes a run repeatable, so nothing inside the embedded cluster may use promises or a `Clock`.
 */
export interface Timers {
  /** Virtual milliseconds since the Unix epoch; an integer. Constant while one call runs. */
  nowMs(): number;
  /** Calls `run` once, `delayMs` from now (0: after everything already due now). Fractions are rounded up. */
  schedule(delayMs: number, run: () => void): Timer;
  /**
   * Lets the world wait for code that is still being loaded: no call is made and no time passes until `ready` resolves,
   * and then `goOn` comes first. So a run is the same whether the code was there or not. To be asked within a call; that
   * call must do nothing more. Undefined: the world does not wait for anybody.
   */
  readonly holdUntil?: (ready: Promise<void>, goOn: () => void) => void;
}
