import type { Timers } from '@podlab/apimachinery';
import type { Store, StoreEvent } from '../../store/store.ts';

/**
 * Brings each change of a resource to all that watch it, in the order in which they began to, each change with one
 * timed call: a dozen watchers with a call each were a fifth of all calls that a cluster makes.
 */
export class WatchHub {
  readonly #timers: Timers;
  readonly #delayMs: number;
  /** Replaced when it changes: a change goes to those that watched when it was made. */
  #watchers: readonly Watcher[] = [];

  /** @param delayMs from a write until its watchers hear of it */
  constructor(store: Store, timers: Timers, options: { readonly resource: string; readonly delayMs: number }) {
    this.#timers = timers;
    this.#delayMs = options.delayMs;
    store.subscribe(options.resource, (event) => this.#deliver(event));
  }

  /** @returns stops it: what is on its way is not delivered any more */
  add(handler: (event: StoreEvent) => void): () => void {
    const watcher: Watcher = { handler, isStopped: false };
    this.#watchers = [...this.#watchers, watcher];
    return () => {
      watcher.isStopped = true;
      this.#watchers = this.#watchers.filter((other) => other !== watcher);
    };
  }

  #deliver(event: StoreEvent): void {
    const watchers = this.#watchers;
    if (watchers.length === 0) return;
    this.#timers.schedule(this.#delayMs, () => {
      for (const { handler, isStopped } of watchers) if (!isStopped) handler(event);
    });
  }
}

interface Watcher {
  readonly handler: (event: StoreEvent) => void;
  isStopped: boolean;
}
