import type { Version } from '../history/version.ts';
import { asPod } from './pod-facts.ts';

/** How a Pod stopped counting for its controller. */
export interface Departure {
  readonly version: Version;
  /**
   * `surplus`: the controller had more Pods than it wants, so it removed this one itself;
   * `vacancy`: somebody else took it, and the controller owes a new one.
   */
  readonly kind: 'surplus' | 'vacancy';
  /** UID of the Pod that its controller created in its place. */
  readonly successor: string | undefined;
  /** The place was given up before it was filled: the controller came to want fewer Pods. */
  readonly givenUp: boolean;
}

export type LedgerEvent =
  | { readonly type: 'desired'; readonly order: number; readonly replicas: number }
  | { readonly type: 'leave'; readonly order: number; readonly uid: string; readonly version: Version }
  | {
      readonly type: 'join';
      readonly order: number;
      readonly uid: string;
      readonly name: string;
      readonly created: boolean;
    };

/** What the controller wants and has; `free` are places, by the UID of who left them: undefined when nobody did. */
interface Balance {
  readonly desired: number;
  readonly active: number;
  readonly free: readonly (string | undefined)[];
}

interface Page {
  readonly event: LedgerEvent;
  /** What stood in the books before. */
  readonly balance: Balance;
  readonly departures: readonly (readonly [string, Departure | undefined])[];
}

/** Of what happened at once: first the wish, then who went, then who came. */
const rank = { desired: 0, leave: 1, join: 2 } as const;

/**
 * One controller's books: every Pod that leaves frees a place or is one too many, every Pod that it creates fills the
 * oldest free place. That is how "scaled down and up" is told from "deleted and replaced" without looking at a single
 * name.
 *
 * The books are kept in the order of the cluster. What is heard of late is entered where it belongs: the pages after it
 * are taken out, and written again.
 */
export class Ledger {
  readonly #pages: Page[] = [];
  readonly #departures = new Map<string, Departure>();
  /** Pods whose departure was written since it was last asked. */
  readonly #touched = new Set<string>();
  #active = 0;
  #balance: Balance = opening(undefined, 0);

  /**
   * Opens the books, or, when only now the controller itself is seen, opens them anew.
   * @param desired undefined when the controller wants no number, or was never seen: no Pod is ever one too many
   */
  open(desired: number | undefined, active = this.#active): void {
    this.#active = active;
    const events = this.#takeOutFrom(0);
    this.#balance = opening(desired, active);
    for (const event of events) this.#write(event);
  }

  departureOf(uid: string): Departure | undefined {
    return this.#departures.get(uid);
  }

  add(event: LedgerEvent): void {
    const at = 1 + this.#pages.findLastIndex((page) => compare(page.event, event) <= 0);
    const later = this.#takeOutFrom(at);
    this.#write(event);
    for (const one of later) this.#write(one);
  }

  /** UIDs of the Pods whose departure may be another one than at the last call. */
  takeTouched(): readonly string[] {
    if (this.#touched.size === 0) return [];
    const touched = [...this.#touched];
    this.#touched.clear();
    return touched;
  }

  #takeOutFrom(index: number): LedgerEvent[] {
    const out = this.#pages.splice(index);
    for (const page of out.toReversed()) {
      for (const [uid, before] of page.departures.toReversed()) this.#set(uid, before);
      this.#balance = page.balance;
    }
    return out.map(({ event }) => event);
  }

  #write(event: LedgerEvent): void {
    const { balance, written } = entered(event, this.#balance, this.#departures);
    const before = written.map(([uid]) => [uid, this.#departures.get(uid)] as const);
    this.#pages.push({ event, balance: this.#balance, departures: before });
    for (const [uid, departure] of written) this.#set(uid, departure);
    this.#balance = balance;
  }

  #set(uid: string, departure: Departure | undefined): void {
    this.#touched.add(uid);
    if (departure) this.#departures.set(uid, departure);
    else this.#departures.delete(uid);
  }
}

function opening(desired = Infinity, active: number): Balance {
  const places = desired === Infinity ? 0 : Math.max(0, desired - active);
  return { desired, active, free: Array<undefined>(places).fill(undefined) };
}

function compare(a: LedgerEvent, b: LedgerEvent): number {
  return a.order - b.order || rank[a.type] - rank[b.type];
}

type Written = readonly (readonly [string, Departure | undefined])[];

function entered(
  event: LedgerEvent,
  { desired, active, free }: Balance,
  departures: ReadonlyMap<string, Departure>,
): { readonly balance: Balance; readonly written: Written } {
  switch (event.type) {
    case 'desired': {
      const more = desired === Infinity ? 0 : event.replicas - desired;
      if (more < 0) return giveUp(-more, { desired: event.replicas, active, free }, departures);
      const places = Array<undefined>(more).fill(undefined);
      return { balance: { desired: event.replicas, active, free: [...free, ...places] }, written: [] };
    }
    case 'leave': {
      const kind = active > desired ? 'surplus' : 'vacancy';
      return {
        balance: { desired, active: active - 1, free: kind === 'vacancy' ? [...free, event.uid] : free },
        written: [[event.uid, { version: event.version, kind, successor: undefined, givenUp: false }]],
      };
    }
    case 'join': {
      const place = event.created ? placeFor(event.name, free, departures) : 0;
      const vacated = free[place];
      // A Pod that left and came back has left nothing, not even for itself.
      const departure = vacated === undefined || vacated === event.uid ? undefined : departures.get(vacated);
      const filled =
        departure && event.created ? [[vacated ?? '', { ...departure, successor: event.uid }] as const] : [];
      return {
        balance: { desired, active: active + 1, free: free.toSpliced(place, 1) },
        written: [[event.uid, undefined], ...filled],
      };
    }
  }
}

/** The oldest free place; a StatefulSet's Pod takes the place of the Pod of its name. */
function placeFor(
  name: string,
  free: readonly (string | undefined)[],
  departures: ReadonlyMap<string, Departure>,
): number {
  const named = free.findIndex((uid) => {
    const left = uid === undefined ? undefined : departures.get(uid);
    return left !== undefined && asPod(left.version.object).metadata?.name === name;
  });
  return Math.max(0, named);
}

/** A place that nobody left is given up first, then the one freed last. */
function giveUp(count: number, balance: Balance, departures: ReadonlyMap<string, Departure>) {
  const free = [...balance.free];
  const written: [string, Departure][] = [];
  for (let place = 0; place < count; place += 1) {
    const nobodys = free.indexOf(undefined);
    const [uid] = free.splice(nobodys >= 0 ? nobodys : free.length - 1, 1);
    const departure = uid === undefined ? undefined : departures.get(uid);
    if (uid !== undefined && departure) written.push([uid, { ...departure, givenUp: true }]);
  }
  return { balance: { ...balance, free }, written };
}
