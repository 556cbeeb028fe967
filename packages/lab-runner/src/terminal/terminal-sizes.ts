export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The size of a terminal as it changes. */
export class TerminalSizes {
  now: TerminalSize = { columns: 80, rows: 24 };
  readonly #listeners = new Set<() => void>();

  set(size: TerminalSize): void {
    this.now = size;
    for (const listener of this.#listeners) listener();
  }

  /** The size now, and whenever it has changed, until the signal is aborted. */
  async *follow({ signal }: { readonly signal: AbortSignal }): AsyncGenerator<TerminalSize> {
    let told: TerminalSize | undefined;
    while (!signal.aborted) {
      if (told !== this.now) {
        told = this.now;
        yield told;
        continue;
      }
      await new Promise<void>((resolve) => {
        const done = () => {
          this.#listeners.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        this.#listeners.add(done);
        signal.addEventListener('abort', done, { once: true });
      });
    }
  }
}
