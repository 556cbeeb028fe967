import type { Timers } from '@podlab/apimachinery';
import type { RuntimePod } from '../runtime/ports.ts';

/** @see kubernetes v1.36 pkg/kubelet/kubelet.go genericPlegRelistPeriod */
const relistPeriodMs = 1_000;

export interface PlegOptions {
  readonly timers: Timers;
  /** When in each second this node's relist falls. */
  readonly phaseMs: number;
  readonly inspect: (podUid: string) => RuntimePod;
  /** A relist has found a Pod changed. */
  readonly onChange: (podUid: string) => void;
}

/**
 * The pod lifecycle event generator: what the kubelet knows of its containers, as of the last relist. A relist each
 * second would cost a timer for nothing, so one is made only for seconds in which something has changed; what can be
 * seen is the same.
 */
export class Pleg {
  readonly #options: PlegOptions;
  readonly #known = new Map<string, RuntimePod>();
  #changed = new Set<string>();
  /** When the next relist is due; undefined: nothing has changed since the last. */
  #dueMs: number | undefined;

  constructor(options: PlegOptions) {
    this.#options = options;
  }

  /** The Pod as it was at the last relist. */
  status(podUid: string): RuntimePod {
    // In the very millisecond of a relist it does not matter whose call comes first: it still tells of the change.
    if (this.#changed.has(podUid) && (this.#dueMs ?? Infinity) <= this.#options.timers.nowMs()) {
      this.#known.set(podUid, this.#options.inspect(podUid));
    }
    return this.#known.get(podUid) ?? { instances: [] };
  }

  /** Something has changed in the runtime: the next relist finds it. */
  noteChange(podUid: string): void {
    this.#changed.add(podUid);
    if (this.#dueMs !== undefined) return;
    const delayMs = this.msUntilRelist();
    this.#dueMs = this.#options.timers.nowMs() + delayMs;
    this.#options.timers.schedule(delayMs, () => this.#relist());
  }

  /** Looks at one Pod now, as the kubelet does at the end of a sync that has started something. */
  refresh(podUid: string): void {
    this.#known.set(podUid, this.#options.inspect(podUid));
    this.#changed.delete(podUid);
  }

  forget(podUid: string): void {
    this.#known.delete(podUid);
    this.#changed.delete(podUid);
  }

  /** Milliseconds in [1, 1000] until the next relist. */
  msUntilRelist(): number {
    const sinceLast = (this.#options.timers.nowMs() - this.#options.phaseMs) % relistPeriodMs;
    return relistPeriodMs - sinceLast;
  }

  #relist(): void {
    this.#dueMs = undefined;
    const changed = this.#changed;
    this.#changed = new Set();
    for (const podUid of changed) this.#known.set(podUid, this.#options.inspect(podUid));
    for (const podUid of changed) this.#options.onChange(podUid);
  }
}
