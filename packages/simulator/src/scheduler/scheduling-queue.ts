import type { StoredOf } from '../apiserver/local-api.ts';

/** A Pod that waits for a node. */
export interface QueuedPod {
  readonly pod: StoredOf<'pods'>;
  /** The order of first arrival. */
  readonly serial: number;
  /** Plugins that rejected it the last time; undefined while it is to be tried. */
  readonly rejectedBy?: ReadonlySet<string>;
  readonly sinceMs: number;
}

/** A Pod that fits nowhere is tried again after this time, whatever happened. @see pkg/scheduler/backend/queue DefaultPodMaxInUnschedulablePodsDuration */
export const maxUnschedulableMs = 300_000;

/**
 * The Pods that wait: those to be tried, highest priority first and then first come, and those that fit nowhere until
 * something happens. Since 1.33 a Pod in back-off is tried as soon as nobody else is waiting, so with a handful of Pods
 * the back-off does not show, and is left out.
 */
export class SchedulingQueue {
  readonly #pods = new Map<string, QueuedPod>();
  readonly #active = new Set<string>();
  #serial = 0;

  /** Adds a Pod, or takes in its new version; it will be tried. */
  activate(pod: StoredOf<'pods'>, nowMs: number): void {
    const known = this.#pods.get(pod.metadata.uid);
    this.#serial += 1;
    this.#pods.set(pod.metadata.uid, { pod, serial: known?.serial ?? this.#serial, sinceMs: nowMs });
    this.#active.add(pod.metadata.uid);
  }

  /** Takes in a new version of a Pod without trying it again. */
  refresh(pod: StoredOf<'pods'>): void {
    const known = this.#pods.get(pod.metadata.uid);
    if (known) this.#pods.set(pod.metadata.uid, { ...known, pod });
  }

  find(uid: string): QueuedPod | undefined {
    return this.#pods.get(uid);
  }

  /** The Pod that fits nowhere waits until something helps it. */
  park(uid: string, rejectedBy: ReadonlySet<string>, nowMs: number): void {
    const known = this.#pods.get(uid);
    if (known) this.#pods.set(uid, { ...known, rejectedBy, sinceMs: nowMs });
  }

  remove(uid: string): void {
    this.#pods.delete(uid);
    this.#active.delete(uid);
  }

  /** Takes the next Pod to be tried; it stays known until `remove`. */
  next(): QueuedPod | undefined {
    let best: QueuedPod | undefined;
    if (this.#active.size === 0) return undefined;
    for (const uid of this.#active) {
      const queued = this.#pods.get(uid) as QueuedPod;
      if (!best || isBefore(queued, best)) best = queued;
      // Arrivals keep their order, so among Pods of one priority the first is the best.
      if (this.#uniformPriority()) break;
    }
    if (best) this.#active.delete(best.pod.metadata.uid);
    return best;
  }

  get hasNext(): boolean {
    return this.#active.size > 0;
  }

  /** Tries parked Pods again that `isHelped` speaks for. */
  reactivate(isHelped: (queued: QueuedPod & { readonly rejectedBy: ReadonlySet<string> }) => boolean): void {
    for (const [uid, queued] of this.#pods) {
      const { rejectedBy } = queued;
      if (!rejectedBy || this.#active.has(uid) || !isHelped({ ...queued, rejectedBy })) continue;
      this.#active.add(uid);
    }
  }
}
