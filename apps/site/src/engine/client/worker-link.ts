import type { ToPage, ToWorker } from '../protocol.ts';

/** How often a worker is asked whether it still lives, and how long it may take to say so. */
const askEveryMs = 2_000;
const silentMs = 10_000;
/** How long it may take to keep what it has when it is asked to end. */
const closeMs = 2_000;

export interface WorkerLinkOptions {
  readonly worker: Worker;
  readonly onMessage: (message: ToPage) => void;
  /**
   * It has ended, and nobody asked it to. Told once, with what is known of why. `isBegun`: its script has run;
   * else it may not have been there.
   */
  readonly onEnd: (end: { readonly why: string | undefined; readonly isBegun: boolean }) => void;
}

/** One worker: what goes to it and comes from it, and whether it lives. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #onEnd: WorkerLinkOptions['onEnd'];
  readonly #asking: ReturnType<typeof setInterval>;
  #heardAtMs = performance.now();
  #isBegun = false;
  #isOver = false;

  constructor({ worker, onMessage, onEnd }: WorkerLinkOptions) {
    this.#worker = worker;
    this.#onEnd = onEnd;
    worker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
      if (this.#isOver) return;
      this.#heardAtMs = performance.now();
      this.#isBegun = true;
      if (data.type === 'alive') this.#watch(data.lock);
      else onMessage(data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      // A script that did not come has nothing to say; one that fails has come.
      this.#isBegun ||= Boolean(event.message);
      this.#ended(event.message);
    });
    this.#asking = setInterval(() => this.#ask(), askEveryMs);
  }

  post(message: ToWorker): void {
    this.#worker.postMessage(message, []);
  }

  /** Ends the worker once `close`, its last call, has been answered; at the latest after a while. */
  async stop(close: Promise<unknown>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, closeMs)));
    await Promise.race([close.catch(() => undefined), late]);
    clearTimeout(timer);
    this.terminate();
  }

  terminate(): void {
    this.#isOver = true;
    clearInterval(this.#asking);
    this.#worker.terminate();
  }

  /** The lock is the worker's as long as it lives. */
  #watch(lock: string): void {
    navigator.locks.request(lock, () => this.#ended(undefined)).catch(() => undefined);
  }

  #ask(): void {
    if (document.visibilityState === 'hidden') {
      this.#heardAtMs = performance.now();
      return;
    }
    if (performance.now() - this.#heardAtMs > silentMs) this.#ended('it did not answer');
    else this.post({ type: 'order', name: 'ping', args: [] });
  }

  #ended(why: string | undefined): void {
    if (this.#isOver) return;
    this.terminate();
    this.#onEnd({ why, isBegun: this.#isBegun });
  }
}
