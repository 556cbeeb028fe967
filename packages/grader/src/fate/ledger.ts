import type { Lane, Version } from '../history/version.ts';
import { versionAt } from '../history/version.ts';
import { replicasOf } from './controllers.ts';
import { asPod, controllerUidOf, isActive } from './pod-facts.ts';

/** How a Pod stopped counting for its controller. */
export interface Departure {
  readonly version: Version;
  /**
   * `surplus`: the controller had more Pods than it wants, so it removed this one itself;
   * `vacancy`: somebody else took it, and the controller owes a new one.
   */
  readonly kind: 'surplus' | 'vacancy';
  /** The Pod that its controller created in its place. */
  readonly successor: Lane | undefined;
  /** The place was given up before it was filled: the controller came to want fewer Pods. */
  readonly givenUp: boolean;
}

type LedgerEvent =
  | { readonly type: 'desired'; readonly order: number; readonly rank: 0; readonly replicas: number }
  | { readonly type: 'leave'; readonly order: number; readonly rank: 1; readonly lane: Lane; readonly version: Version }
  | { readonly type: 'join'; readonly order: number; readonly rank: 2; readonly lane: Lane; readonly created: boolean };

/**
 * Keeps one controller's books from entry `fromN` on: every Pod that leaves frees a place or is one too many, every Pod
 * that it creates fills the oldest free place. That is how "scaled down and up" is told from "deleted and replaced"
 * without looking at a single name.
 *
 * @param controller undefined when its own object was never seen; then no Pod is ever one too many
 * @returns departures by the UID of the Pod
 */
export function keepLedger(
  controllerUid: string,
  controller: Lane | undefined,
  pods: readonly Lane[],
  fromN: number,
): ReadonlyMap<string, Departure> {
  const events = ledgerEvents(controllerUid, controller, pods, fromN);
  let desired = replicasOf(controller && versionAt(controller, fromN)?.object) ?? firstReplicas(controller) ?? Infinity;
  let active = pods.filter((lane) => belongs(versionAt(lane, fromN), controllerUid)).length;
  const free: (string | undefined)[] = desired === Infinity ? [] : Array(Math.max(0, desired - active)).fill(undefined);
  const departures = new Map<string, Departure>();
  for (const event of events) {
    if (event.type === 'desired') {
      const more = desired === Infinity ? 0 : event.replicas - desired;
      for (let place = 0; place < more; place += 1) free.push(undefined);
      for (let place = 0; place < -more; place += 1) giveUp(free, departures);
      desired = event.replicas;
    } else if (event.type === 'leave') {
      const kind = active > desired ? 'surplus' : 'vacancy';
      active -= 1;
      if (kind === 'vacancy') free.push(event.lane.uid);
      departures.set(event.lane.uid, { version: event.version, kind, successor: undefined, givenUp: false });
    } else {
      active += 1;
      departures.delete(event.lane.uid);
      const vacated = event.created ? takePlace(free, event.lane, departures) : free.shift();
      const departure = vacated === undefined ? undefined : departures.get(vacated);
      if (vacated !== undefined && departure && event.created) {
        departures.set(vacated, { ...departure, successor: event.lane });
      }
    }
  }
  return departures;
}

/** The oldest free place; a StatefulSet's Pod takes the place of the Pod of its name. */
function takePlace(
  free: (string | undefined)[],
  lane: Lane,
  departures: ReadonlyMap<string, Departure>,
): string | undefined {
  const named = free.findIndex(
    (uid) => uid !== undefined && departures.get(uid)?.version.object.metadata?.name === lane.name,
  );
  return free.splice(Math.max(0, named), 1)[0];
}

/** A place that nobody left is given up first, then the one freed last. */
function giveUp(free: (string | undefined)[], departures: Map<string, Departure>): void {
  const nobodys = free.indexOf(undefined);
  const [uid] = free.splice(nobodys >= 0 ? nobodys : free.length - 1, 1);
  const departure = uid === undefined ? undefined : departures.get(uid);
  if (uid !== undefined && departure) departures.set(uid, { ...departure, givenUp: true });
}

function ledgerEvents(
  controllerUid: string,
  controller: Lane | undefined,
  pods: readonly Lane[],
  fromN: number,
): readonly LedgerEvent[] {
  const events: LedgerEvent[] = [];
  for (const version of controller?.versions ?? []) {
    const replicas = replicasOf(version.object);
    if (version.n > fromN && replicas !== undefined && !version.gone) {
      events.push({ type: 'desired', order: version.order, rank: 0, replicas });
    }
  }
  for (const lane of pods) {
    let belonged = belongs(versionAt(lane, fromN), controllerUid);
    lane.versions.forEach((version, i) => {
      if (version.n <= fromN) return;
      const { order } = version;
      const now = belongs(version, controllerUid);
      if (belonged && !now) events.push({ type: 'leave', order, rank: 1, lane, version });
      if (!belonged && now)
        events.push({ type: 'join', order, rank: 2, lane, created: i === 0 && wasCreatedBy(version) });
      belonged = now;
    });
  }
  return events.toSorted((a, b) => a.order - b.order || a.rank - b.rank);
}

function belongs(version: Version | undefined, controllerUid: string): boolean {
  if (!version || version.gone) return false;
  const pod = asPod(version.object);
  return isActive(pod) && controllerUidOf(pod) === controllerUid;
}

function firstReplicas(controller: Lane | undefined): number | undefined {
  return replicasOf(controller?.versions[0]?.object);
}

/**
 * Whether the first version of a Pod shows that its controller made it. An ADDED object carries its controller from
 * birth; an adopted one gets it later. Where the beginning was not seen, the name that the API server generated from the
 * controller's is the evidence: nothing else asks for such a name.
 */
export function wasCreatedBy(first: Version): boolean {
  const pod = asPod(first.object);
  const controller = pod.metadata?.ownerReferences?.find((reference) => reference.controller === true);
  if (!controller) return false;
  if (first.how === 'added' && !first.afterGap) return true;
  if (controller.kind === 'StatefulSet' || controller.kind === 'DaemonSet') return true;
  return pod.metadata?.generateName === `${controller.name}-`;
}
