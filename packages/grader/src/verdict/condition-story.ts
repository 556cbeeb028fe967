import type { KubeObject } from '@podlab/apimachinery';
import type { Condition } from '@podlab/lab-format';
import type { History } from '../history/history.ts';
import { type Sighting, sightingsOf } from '../history/sightings.ts';
import {
  type ConditionResult,
  isEnough,
  isSelectedBy,
  sumUp,
  testCondition,
  type Trial,
  tryCondition,
} from './condition.ts';
import { resourceOf } from './resource-of.ts';

/** A moment at which the kind of a condition was observed. */
export interface Moment {
  readonly n: number;
  readonly atMs: number;
  readonly result: ConditionResult;
}

/**
 * How a condition has fared since a baseline, carried on entry by entry: an advance tries it on what is new, however long
 * the record is.
 */
export class ConditionStory {
  readonly condition: Condition;
  /** All objects of the kind at the baseline. */
  readonly starts: readonly KubeObject[];
  /** The first moments, the baseline among them, at which it was so, and was not. */
  firstTrue: Moment | undefined;
  firstFalse: Moment | undefined;
  /** Since when it has been so without a break; a time that nobody saw is a break. undefined: it is not so. */
  heldSinceMs: number | undefined;
  readonly #history: History;
  readonly #resource: string;
  readonly #startOf = new Map<string | undefined, KubeObject>();
  /** The selected objects that are there, by UID. */
  readonly #trials = new Map<string, Trial>();
  #holding = 0;
  #atN: number;

  constructor(history: History, condition: Condition, since: { readonly n: number; readonly ms: number }) {
    this.condition = condition;
    this.#history = history;
    this.#resource = resourceOf(condition.kind);
    this.#atN = since.n;
    this.starts = history.objectsAt(this.#resource, since.n);
    for (const start of this.starts.toReversed()) this.#startOf.set(start.metadata?.name, start);
    for (const start of this.starts) this.#see(start.metadata?.uid ?? '', start);
    this.#note(since.n, since.ms);
  }

  /** Goes on up to the newest entry. */
  advance(): void {
    const entries = this.#history.log.entries();
    for (let n = this.#atN + 1; n < entries.length; n += 1) {
      const entry = entries[n];
      if (!entry || !('resource' in entry) || entry.resource !== this.#resource || entry.type === 'gap') continue;
      for (const sighting of sightingsOf(this.#history, entry)) this.#take(sighting);
      if (entry.type === 'snapshot') this.heldSinceMs = undefined;
      this.#note(n, entry.observedAtMs);
    }
    this.#atN = Math.max(this.#atN, entries.length - 1);
  }

  /** How it is now. */
  get now(): ConditionResult {
    return sumUp(this.condition, [...this.#trials.values()]);
  }

  get #holds(): boolean {
    return isEnough(this.condition.quantity, this.#holding, this.#trials.size);
  }

  #take({ lane, version }: Sighting): void {
    if (version.gone) this.#forget(lane.uid);
    else this.#see(lane.uid, version.object);
  }

  #see(uid: string, object: KubeObject): void {
    if (!isSelectedBy(this.condition, object)) return this.#forget(uid);
    const trial = tryCondition(this.condition, object, this.#startOf.get(object.metadata?.name));
    this.#holding += Number(trial.holds) - Number(this.#trials.get(uid)?.holds ?? false);
    this.#trials.set(uid, trial);
  }

  #forget(uid: string): void {
    this.#holding -= Number(this.#trials.get(uid)?.holds ?? false);
    this.#trials.delete(uid);
  }

  #note(n: number, atMs: number): void {
    if (this.#holds) {
      this.firstTrue ??= this.#momentAt(n, atMs);
      this.heldSinceMs ??= atMs;
    } else {
      this.firstFalse ??= this.#momentAt(n, atMs);
      this.heldSinceMs = undefined;
    }
  }

  #momentAt(n: number, atMs: number): Moment {
    return {
      n,
      atMs,
      result: testCondition(this.condition, this.#history.objectsAt(this.#resource, n), this.starts),
    };
  }
}
