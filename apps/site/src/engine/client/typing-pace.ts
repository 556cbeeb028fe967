/** How long after a key a reader still counts as typing. */
const stillTypingMs = 300;
/** How far apart states are drawn meanwhile. */
const apartMs = 500;

/** When the next state may be drawn. While a reader types it may not at once: letters would wait for its frame. */
export class TypingPace {
  readonly #stopped = new AbortController();
  #lastKeyMs = Number.NEGATIVE_INFINITY;

  constructor() {
    const options = { capture: true, passive: true, signal: this.#stopped.signal };
    addEventListener('keydown', ({ timeStamp }) => (this.#lastKeyMs = timeStamp), options);
  }

  /** Calls back at once, or in a while when somebody types. */
  next(call: () => void): void {
    if (performance.now() - this.#lastKeyMs < stillTypingMs) setTimeout(call, apartMs);
    else call();
  }

  stop(): void {
    this.#stopped.abort();
  }
}
