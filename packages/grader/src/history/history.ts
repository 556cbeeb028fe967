import { deepFreeze, type KubeObject, shareParts } from '@podlab/apimachinery';
import type { HistoryLog, LogEntry, MeasurementEntry, NewEntry, SnapshotEntry } from './log.ts';
import { type Gap, type Lane, type Version, versionAt } from './version.ts';

/** When a step began and whether it was passed. */
export interface StepMark {
  readonly step: string;
  readonly startN: number;
  readonly startMs: number;
  readonly passedN: number | undefined;
  /** What its checks had found when it was passed, by id. */
  readonly found: Readonly<Record<string, string>>;
}

/**
 * The log with an index over it. Everything that is recorded is appended here, and nowhere else.
 * Each append costs the same however long the history is.
 */
export interface History {
  readonly log: HistoryLog;
  /** Number of entries. */
  readonly length: number;
  append(entry: NewEntry): LogEntry;
  /** Every object ever seen of a resource, by first appearance. */
  lanes(resource: string): readonly Lane[];
  lane(resource: string, uid: string): Lane | undefined;
  /** The objects of a resource as they were known after entry `n`; default: now. */
  objectsAt(resource: string, n?: number): readonly KubeObject[];
  readonly gaps: readonly Gap[];
  /** Marks of the steps that have begun, in order; a step that began again has its last mark. */
  readonly steps: readonly StepMark[];
  /** The last answer to a question. */
  answer(check: string): string | undefined;
  /** What was read for a check in the Pod of this UID, in order. */
  measurements(check: string, uid: string): readonly MeasurementEntry[];
  /** The time of entry `n`. */
  timeMs(n: number): number;
}

/**
 * Opens a log: builds the index from what is there, then keeps it up to date. Owns the log, and what is appended, from
 * then on: objects are frozen, and hold what they have in common once.
 */
export function createHistory(log: HistoryLog): History {
  const index = new HistoryIndex();
  for (const entry of log.entries()) index.take(entry);
  return {
    log,
    get length() {
      return index.length;
    },
    append(entry) {
      const numbered = log.append(entry);
      index.take(numbered);
      return numbered;
    },
    lanes: (resource) => index.lanesOf(resource),
    lane: (resource, uid) => index.lane(resource, uid),
    objectsAt: (resource, n = Infinity) => {
      const lanes = n >= index.length - 1 ? index.livingLanesOf(resource) : index.lanesOf(resource);
      return lanes.flatMap((lane) => {
        const version = versionAt(lane, n);
        return version === undefined || version.gone ? [] : [version.object];
      });
    },
    gaps: index.gaps,
    get steps() {
      return [...index.steps.values()];
    },
    answer: (check) => index.answers.get(check),
    measurements: (check, uid) => index.measured.get(check)?.get(uid) ?? [],
    timeMs: (n) => index.times[n] ?? 0,
  };
}

interface OpenLane extends Lane {
  readonly versions: Version[];
}

class HistoryIndex {
  length = 0;
  readonly gaps: Gap[] = [];
  readonly steps = new Map<string, StepMark>();
  readonly answers = new Map<string, string>();
  /** By check and Pod. */
  readonly measured = new Map<string, Map<string, MeasurementEntry[]>>();
  readonly times: number[] = [];
  readonly #lanes = new Map<string, Map<string, OpenLane>>();
  /** Of these, what is there now. */
  readonly #living = new Map<string, Map<string, OpenLane>>();
  /** The object of each resource that was seen last. */
  readonly #seenLast = new Map<string, KubeObject>();
  /** The highest order seen of each resource. */
  readonly #latest = new Map<string, number>();

  lanesOf(resource: string): readonly Lane[] {
    return [...(this.#lanes.get(resource)?.values() ?? [])];
  }

  livingLanesOf(resource: string): readonly Lane[] {
    return [...(this.#living.get(resource)?.values() ?? [])];
  }

  lane(resource: string, uid: string): Lane | undefined {
    return this.#lanes.get(resource)?.get(uid);
  }

  take(entry: LogEntry): void {
    this.length = entry.n + 1;
    this.times[entry.n] = entry.observedAtMs;
    switch (entry.type) {
      case 'snapshot':
        return this.#takeSnapshot(entry);
      case 'added':
      case 'modified':
      case 'deleted':
        return this.#see(entry.resource, entry.object, entry, entry.type, false);
      case 'gap':
        this.gaps.push({ ...entry, fromN: entry.n, fromMs: entry.observedAtMs, toN: undefined, toMs: undefined });
        return;
      case 'step':
        this.steps.delete(entry.step);
        this.steps.set(entry.step, {
          step: entry.step,
          startN: entry.n,
          startMs: entry.observedAtMs,
          passedN: undefined,
          found: {},
        });
        return;
      case 'stepPassed': {
        const mark = this.steps.get(entry.step);
        if (mark) this.steps.set(entry.step, { ...mark, passedN: entry.n, found: entry.found });
        return;
      }
      case 'answer':
        this.answers.set(entry.check, entry.given);
        return;
      case 'measurement': {
        let ofCheck = this.measured.get(entry.check);
        if (!ofCheck) this.measured.set(entry.check, (ofCheck = new Map()));
        const ofPod = ofCheck.get(entry.uid);
        if (ofPod) ofPod.push(entry);
        else ofCheck.set(entry.uid, [entry]);
        return;
      }
      case 'note':
        return;
    }
  }

  #takeSnapshot(entry: SnapshotEntry): void {
    const { resource, n, observedAtMs } = entry;
    const open = this.gaps.findIndex((gap) => gap.resource === resource && gap.toN === undefined);
    const gap = this.gaps[open];
    if (gap) this.gaps[open] = { ...gap, toN: n, toMs: observedAtMs };
    // It went at some time in the gap: at its beginning, for what came meanwhile came after.
    const latest = this.#latest.get(resource) ?? n;
    const listed = new Set<string>();
    for (const object of entry.objects) {
      listed.add(object.metadata?.uid ?? '');
      this.#see(resource, object, entry, 'listed', gap !== undefined);
    }
    for (const lane of this.#living.get(resource)?.values() ?? []) {
      const last = lane.versions.at(-1);
      if (!last || listed.has(lane.uid)) continue;
      this.#add(lane, { ...last, n, observedAtMs, how: 'missing', afterGap: true, gone: true, order: latest });
    }
  }

  #see(
    resource: string,
    object: KubeObject,
    at: { readonly n: number; readonly observedAtMs: number },
    how: 'listed' | 'added' | 'modified' | 'deleted',
    afterGap: boolean,
  ): void {
    const uid = object.metadata?.uid ?? '';
    let lanes = this.#lanes.get(resource);
    if (!lanes) this.#lanes.set(resource, (lanes = new Map()));
    let lane = lanes.get(uid);
    const last = lane?.versions.at(-1);
    const same = last?.object.metadata?.resourceVersion === object.metadata?.resourceVersion;
    if (last && same && how !== 'deleted') return;
    if (!lane) lanes.set(uid, (lane = { resource, uid, name: object.metadata?.name ?? '', versions: [] }));
    // Versions of an object, and objects of one template, have most in common: that is held once, here and in the log.
    shareParts(object, last?.object ?? this.#seenLast.get(resource));
    this.#seenLast.set(resource, object);
    const version = Number(object.metadata?.resourceVersion);
    const order = Number.isFinite(version) ? version : at.n;
    this.#latest.set(resource, Math.max(order, this.#latest.get(resource) ?? 0));
    this.#add(lane, {
      n: at.n,
      observedAtMs: at.observedAtMs,
      how,
      afterGap,
      gone: how === 'deleted',
      object: deepFreeze(object),
      order,
    });
  }

  #add(lane: OpenLane, version: Version): void {
    lane.versions.push(version);
    let living = this.#living.get(lane.resource);
    if (!living) this.#living.set(lane.resource, (living = new Map()));
    if (version.gone) living.delete(lane.uid);
    else living.set(lane.uid, lane);
  }
}
