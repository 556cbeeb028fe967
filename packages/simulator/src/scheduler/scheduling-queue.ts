import type { StoredOf } from '../apiserver/local-api.ts';
import { backoffWindow, isBackingOff } from './backoff.ts';
import { PriorityHeap } from './priority-heap.ts';
import { priorityOf } from './scheduled-pod.ts';

/** A Pod that waits for a node. */
export interface QueuedPod {
  readonly pod: StoredOf<'pods'>;
  /** Plugins that rejected it the last time; undefined before. */
  readonly rejectedBy?: ReadonlySet<string>;
  /** When it arrived, or was rejected. */
  readonly sinceMs: number;
  /** How often it was rejected. */
  readonly rejections: number;
}

interface Entry extends QueuedPod {
  pod: StoredOf<'pods'>;
  rejectedBy?: ReadonlySet<string>;
  sinceMs: number;
  rejections: number;
  /** `out`: being tried, or gone. */
  place: 'active' | 'backoff' | 'parked' | 'out';
}

/** A Pod that fits nowhere is tried again after this time, whatever happened. @see pkg/scheduler/backend/queue DefaultPodMaxInUnschedulablePodsDuration */
export const maxUnschedulableMs = 300_000;

/**
 * The Pods that wait: those to be tried, highest priority first and then who has waited longest; those that something
 * has helped while they are to be left alone; and those that fit nowhere until something happens. A Pod in back-off is
 * tried as soon as nobody else is to be tried.
 * @see kubernetes v1.36 pkg/scheduler/backend/queue (SchedulerPopFromBackoffQ)
 */
export class SchedulingQueue {
  readonly #pods = new Map<string, Entry>();
  readonly #active = new PriorityHeap<Entry>(comesBefore);
  readonly #backoff = new PriorityHeap<Entry>(endsBefore);
  /** Looked at with every change; those that are to be tried are not. */
  readonly #parked = new Set<Entry>();

  /** Adds a Pod, or takes in its new version; it will be tried. */
  activate(pod: StoredOf<'pods'>, nowMs: number): void {
    const known = this.#pods.get(pod.metadata.uid);
    if (known) this.#take(known);
    const entry: Entry = { pod, sinceMs: nowMs, rejections: known?.rejections ?? 0, place: 'active' };
    this.#pods.set(pod.metadata.uid, entry);
    this.#active.push(entry);
  }

  /** Takes in a new version of a Pod that waits, without trying it again. */
  refresh(pod: StoredOf<'pods'>): void {
    const known = this.#pods.get(pod.metadata.uid);
    if (known) known.pod = pod;
  }

  find(uid: string): QueuedPod | undefined {
    return this.#pods.get(uid);
  }

  /** The Pod fits nowhere: it waits until something helps it. */
  park(uid: string, rejectedBy: ReadonlySet<string>, nowMs: number): void {
    const known = this.#pods.get(uid);
    if (!known) return;
    Object.assign(known, { rejectedBy, sinceMs: nowMs, rejections: known.rejections + 1, place: 'parked' });
    this.#parked.add(known);
  }

  remove({ metadata }: StoredOf<'pods'>): void {
    const known = this.#pods.get(metadata.uid);
    if (known) this.#take(known);
    this.#pods.delete(metadata.uid);
  }

  /** Takes the next Pod to be tried; it stays known until `remove`. */
  next(nowMs: number): QueuedPod | undefined {
    for (let first = this.#firstInBackoff(); first; first = this.#firstInBackoff()) {
      if (isBackingOff(first.sinceMs, first.rejections, nowMs)) break;
      this.#backoff.pop();
      first.place = 'active';
      this.#active.push(first);
    }
    const active = this.#firstActive();
    const entry = active ?? this.#firstInBackoff();
    if (!entry) return undefined;
    (active ? this.#active : this.#backoff).pop();
    entry.place = 'out';
    return entry;
  }

  hasNext(): boolean {
    return this.#firstActive() !== undefined || this.#firstInBackoff() !== undefined;
  }

  /** Tries parked Pods again that `isHelped` speaks for, as soon as they are not to be left alone any more. */
  reactivate(
    nowMs: number,
    isHelped: (queued: QueuedPod & { readonly rejectedBy: ReadonlySet<string> }) => boolean,
  ): void {
    for (const entry of this.#parked) {
      const { rejectedBy } = entry;
      if (!rejectedBy || !isHelped({ ...entry, rejectedBy })) continue;
      this.#parked.delete(entry);
      const mustWait = isBackingOff(entry.sinceMs, entry.rejections, nowMs);
      entry.place = mustWait ? 'backoff' : 'active';
      (mustWait ? this.#backoff : this.#active).push(entry);
    }
  }

  #take(entry: Entry): void {
    entry.place = 'out';
    this.#parked.delete(entry);
  }

  #firstActive(): Entry | undefined {
    return this.#active.first(({ place }) => place === 'active');
  }

  #firstInBackoff(): Entry | undefined {
    return this.#backoff.first(({ place }) => place === 'backoff');
  }
}

function comesBefore(a: Entry, b: Entry): boolean {
  const first = priorityOf(a.pod);
  const second = priorityOf(b.pod);
  return first === second ? a.sinceMs < b.sinceMs : first > second;
}

function endsBefore(a: Entry, b: Entry): boolean {
  const [first, second] = [backoffWindow(a.sinceMs, a.rejections), backoffWindow(b.sinceMs, b.rejections)];
  return first === second ? comesBefore(a, b) : first < second;
}
