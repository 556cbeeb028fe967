import { deepEqual } from '@podlab/apimachinery';
import type { LabState } from '@podlab/lab-ui/model';
import type { RunHost } from '@podlab/simulator';
import { packChange, type StateChange } from '../state-change.ts';
import type { PlayerState } from './player.ts';

/** How long changes are gathered before they are told. */
const gatherMs = 100;

/**
 * Tells of the state: what has changed, at most ten times a second, and never before the last change has arrived. So a
 * cluster in turmoil costs the page no more than one that is quiet.
 */
export class Publisher {
  readonly #host: RunHost;
  readonly #read: () => PlayerState;
  readonly #send: (change: StateChange) => void;
  readonly #stopped = new AbortController();
  #told: Partial<LabState> = {};
  #isAwaited = false;
  #isPlanned = false;
  #isWanted = false;

  constructor(host: RunHost, read: () => PlayerState, send: (change: StateChange) => void) {
    this.#host = host;
    this.#read = read;
    this.#send = send;
  }

  /** Something may have changed. */
  request(): void {
    this.#isWanted = true;
    this.#plan();
  }

  /** Tells now: before an answer that the reader waits for. */
  now(): void {
    this.#isWanted = false;
    const state = this.#read();
    const change: Partial<Record<keyof LabState, unknown>> = {};
    for (const key of Object.keys(state) as (keyof PlayerState)[]) {
      if (!(key in this.#told) || !deepEqual(state[key], this.#told[key])) change[key] = state[key];
    }
    if (Object.keys(change).length === 0) return;
    const { timeline } = this.#told;
    this.#told = { ...this.#told, ...(change as Partial<LabState>) };
    this.#isAwaited = true;
    this.#send(packChange(change as Partial<LabState>, timeline));
  }

  /** The last change has arrived. */
  seen(): void {
    this.#isAwaited = false;
    if (this.#isWanted) this.#plan();
  }

  stop(): void {
    this.#stopped.abort();
  }

  #plan(): void {
    if (this.#isPlanned || this.#isAwaited) return;
    this.#isPlanned = true;
    this.#host.clock.sleep(gatherMs, { signal: this.#stopped.signal }).then(
      () => {
        this.#isPlanned = false;
        if (this.#isWanted) this.now();
      },
      () => undefined,
    );
  }
}
