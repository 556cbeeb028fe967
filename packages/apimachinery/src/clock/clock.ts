/** Time for code that waits. Everything outside composition roots takes one instead of reading the machine's. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /**
   * Resolves after `ms` milliseconds of this clock's time.
   * @param ms may be 0 or negative: resolves as soon as possible
   * @throws the signal's reason, when it is aborted before the time is up
   */
  sleep(ms: number, options: { readonly signal: AbortSignal }): Promise<void>;
}
