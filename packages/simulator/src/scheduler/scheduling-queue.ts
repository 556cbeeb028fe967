import type { StoredOf } from '../apiserver/local-api.ts';
import { priorityOf } from './scheduled-pod.ts';

/** A Pod that waits for a node. */
export interface QueuedPod {
  readonly pod: StoredOf<'pods'>;
  /** Plugins that rejected it the last time; undefined before. */
  readonly rejectedBy?: ReadonlySet<string>;
  /** When it arrived, or was rejected. */
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
  /** Priority → UIDs, in order of arrival. */
  readonly #active = new Map<number, Set<string>>();
  /** Those that fit nowhere. */
  readonly #parked = new Set<string>();

  /** Adds a Pod, or takes in its new version; it will be tried. */
  activate(pod: StoredOf<'pods'>, nowMs: number): void {
    this.#pods.set(pod.metadata.uid, { pod, sinceMs: nowMs });
    this.#parked.delete(pod.metadata.uid);
    this.#setActive(pod);
  }

  /** Takes in a new version of a Pod that waits, without trying it again. */
  refresh(pod: StoredOf<'pods'>): void {
    const known = this.#pods.get(pod.metadata.uid);
    if (known) this.#pods.set(pod.metadata.uid, { ...known, pod });
  }

  find(uid: string): QueuedPod | undefined {
    return this.#pods.get(uid);
  }

  /** The Pod fits nowhere: it waits until something helps it. */
  park(uid: string, rejectedBy: ReadonlySet<string>, nowMs: number): void {
    const known = this.#pods.get(uid);
    if (!known) return;
    this.#pods.set(uid, { ...known, rejectedBy, sinceMs: nowMs });
    this.#parked.add(uid);
  }

  remove(pod: StoredOf<'pods'>): void {
    this.#pods.delete(pod.metadata.uid);
    this.#parked.delete(pod.metadata.uid);
    this.#active.get(priorityOf(pod))?.delete(pod.metadata.uid);
  }

  /** Takes the next Pod to be tried; it stays known until `remove`. */
  next(): QueuedPod | undefined {
    for (const priority of [...this.#active.keys()].sort((a, b) => b - a)) {
      const uids = this.#active.get(priority) as Set<string>;
      const [uid] = uids;
      if (uid === undefined) continue;
      uids.delete(uid);
      return this.#pods.get(uid);
    }
    return undefined;
  }

  hasNext(): boolean {
    return [...this.#active.values()].some(({ size }) => size > 0);
  }

  /** Tries parked Pods again that `isHelped` speaks for. */
  reactivate(isHelped: (queued: QueuedPod & { readonly rejectedBy: ReadonlySet<string> }) => boolean): void {
    // Asked with every Pod that gets a node: a thousand others that have not been tried yet are not looked at for it.
    if (this.#parked.size === 0) return;
    for (const queued of this.#pods.values()) {
      const { pod, rejectedBy } = queued;
      if (rejectedBy && isHelped({ ...queued, rejectedBy })) this.#setActive(pod);
    }
  }

  #setActive(pod: StoredOf<'pods'>): void {
    const priority = priorityOf(pod);
    const uids = this.#active.get(priority);
    if (uids) uids.add(pod.metadata.uid);
    else this.#active.set(priority, new Set([pod.metadata.uid]));
  }
}
