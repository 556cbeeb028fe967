/** How long after a key a reader still counts as typing. */
const stillTypingMs = 300;
/** How far apart states are drawn meanwhile, at least. */
const apartMs = 500;

/**
 * When a state may be drawn. While a reader types, that is right after the frame that shows a letter: a letter never waits
 * for a state that has just begun to be drawn, and the next one is a while away.
 */
export class TypingPace {
  readonly #stopped = new AbortController();
  #lastKeyMs = Number.NEGATIVE_INFINITY;
  #lastDrawnMs = Number.NEGATIVE_INFINITY;
  #waiting: (() => void)[] = [];

  constructor() {
    const options = { capture: true, passive: true, signal: this.#stopped.signal };
    addEventListener('keydown', ({ key }) => this.#onKey(key), options);
  }

  /** Calls back at once, or soon when somebody types; in the order of the calls. */
  next(draw: () => void): void {
    this.#waiting.push(draw);
    if (this.#isTyping()) this.#drawWhenQuiet();
    else this.drawNow();
  }

  /** Nothing waits any longer. */
  drawNow(): void {
    if (this.#stopped.signal.aborted) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length > 0) this.#lastDrawnMs = performance.now();
    for (const draw of waiting) draw();
  }

  /** What waits is never drawn. */
  stop(): void {
    this.#stopped.abort();
  }

  #isTyping(): boolean {
    return performance.now() - this.#lastKeyMs < stillTypingMs;
  }

  #onKey(key: string): void {
    // Who ends a line waits for what comes of it.
    this.#lastKeyMs = key === 'Enter' ? Number.NEGATIVE_INFINITY : performance.now();
    if (key === 'Enter') this.drawNow();
    else if (this.#waiting.length > 0 && performance.now() - this.#lastDrawnMs >= apartMs) {
      // The frame of this letter is made between the two.
      requestAnimationFrame(() => setTimeout(() => this.drawNow()));
    }
  }

  #drawWhenQuiet(): void {
    setTimeout(() => {
      if (this.#waiting.length === 0) return;
      if (this.#isTyping()) this.#drawWhenQuiet();
      else this.drawNow();
    }, stillTypingMs);
  }
}
