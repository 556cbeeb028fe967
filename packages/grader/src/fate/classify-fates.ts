import type { CauseWord, FateWord, PodSelection } from '@podlab/lab-format';
import type { Pod } from 'kubernetes-types/core/v1';
import type { History } from '../history/history.ts';
import { type Lane, type Version, versionAt } from '../history/version.ts';
import { causeOfDeparture } from './cause.ts';
import { controllerLanes, isGoneBy, ownerLane, replicasOf, versionByOrder } from './controllers.ts';
import { doubtAbout } from './doubt.ts';
import type { Fates, Newcomer, PodFate } from './fate.ts';
import { type Departure, keepLedger, wasCreatedBy } from './ledger.ts';
import { asPod, controllerUidOf, hasEnded, isMirror, isSelected, isTerminating, shortName } from './pod-facts.ts';
import { countRestarts } from './restarts.ts';

/** Which Pods, and between which entries of the log. */
export interface Window {
  readonly pods: PodSelection;
  /** The baseline is the state after this entry. Terminating Pods are not part of it. */
  readonly fromN: number;
  /** Last entry that counts. Default: the newest. */
  readonly toN?: number;
  /** Also says what became of the Pods that came after the baseline; theirs is their beginning. Default false. */
  readonly includeNewcomers?: boolean;
}

/**
 * Says what became of every Pod that was there at the baseline, and where the Pods came from that were not.
 *
 * Pure and total: every Pod gets exactly one fate. It reads objects only, never Events, and judges the order of what
 * happened, never the value of a `deletionTimestamp` (which lies in the future by the grace period).
 */
export function classifyFates(history: History, window: Window): Fates {
  const scene = setScene(history, window);
  const baseline = scene.pods.filter((lane) => {
    const version = versionAt(lane, window.fromN);
    if (!version || version.gone) return false;
    const pod = asPod(version.object);
    return isSelected(pod, window.pods) && !isTerminating(pod) && !hasEnded(pod);
  });
  const known = new Set(baseline.map((lane) => lane.uid));
  const later = scene.pods
    .filter((lane) => !known.has(lane.uid) && (lane.versions[0]?.n ?? 0) > window.fromN)
    .filter((lane) => lane.versions.some((version) => isSelected(asPod(version.object), window.pods)));
  const judged = window.includeNewcomers ? [...baseline, ...later] : baseline;
  return { pods: judged.map((lane) => fateOf(lane, scene)), newcomers: later.map(newcomerOf) };
}

/** Everything that was seen in the window, cut off at its end. */
interface Scene {
  readonly history: History;
  readonly fromN: number;
  readonly toN: number;
  readonly pods: readonly Lane[];
  readonly controllers: ReadonlyMap<string, Lane>;
  ledger(controllerUid: string): ReadonlyMap<string, Departure>;
}

function setScene(history: History, { fromN, toN = Infinity }: Window): Scene {
  const pods = history.lanes('pods').flatMap((lane) => cutOff(lane, toN));
  const controllers = new Map(
    [...controllerLanes(history)].flatMap(([uid, lane]) => cutOff(lane, toN).map((cut) => [uid, cut] as const)),
  );
  const ledgers = new Map<string, ReadonlyMap<string, Departure>>();
  return {
    history,
    fromN,
    toN,
    pods,
    controllers,
    ledger(uid) {
      const ledger = ledgers.get(uid) ?? keepLedger(uid, controllers.get(uid), pods, fromN);
      ledgers.set(uid, ledger);
      return ledger;
    },
  };
}

function cutOff(lane: Lane, toN: number): Lane[] {
  if ((lane.versions.at(-1)?.n ?? 0) <= toN) return [lane];
  const versions = lane.versions.filter((version) => version.n <= toN);
  return versions.length === 0 ? [] : [{ ...lane, versions }];
}

function newcomerOf(lane: Lane): Newcomer {
  const [first] = lane.versions;
  const last = lane.versions.at(-1) ?? first;
  const pod = asPod((last ?? first)?.object ?? {});
  const created = first !== undefined && wasCreatedBy(first);
  const owned = lane.versions.some((version) => controllerUidOf(asPod(version.object)) !== undefined);
  return {
    uid: lane.uid,
    name: lane.name,
    short: shortName(pod),
    origin: created ? 'created' : owned ? 'adopted' : 'byHand',
    living: !last?.gone && !isTerminating(pod) && !hasEnded(pod),
    restarts: (pod.status?.containerStatuses ?? []).reduce((sum, status) => sum + status.restartCount, 0),
    pod,
  };
}

interface Decision {
  readonly fate: FateWord;
  readonly cause?: CauseWord | undefined;
  readonly successor?: Lane | undefined;
  readonly decided?: Version | undefined;
}

function fateOf(lane: Lane, scene: Scene): PodFate {
  const first = versionAt(lane, scene.fromN);
  const versions = first ? lane.versions.slice(lane.versions.indexOf(first)) : lane.versions;
  const restarts = countRestarts(versions, first === undefined);
  const before = asPod(versions[0]?.object ?? {});
  const after = asPod(versions.at(-1)?.object ?? {});
  const end = versions.find((version) => version.gone || isTerminating(asPod(version.object)));
  const decision = decideKubeletEnd(versions, scene) ?? (end ? decideGone(lane, end, versions, scene) : undefined);
  const settled = decision ?? decideAlive(versions, restarts, before, after, scene);
  return {
    uid: lane.uid,
    name: lane.name,
    short: shortName(before),
    fate: settled.fate,
    cause: settled.cause,
    restarts: restarts.count,
    before,
    after,
    successor: settled.successor && newcomerOf(settled.successor),
    decidedN: settled.decided?.n,
    doubt: doubtAbout(lane, versions, scene),
  };
}

/** The containers ended for good before anybody deleted the Pod: the kubelet evicted it, or its work was done. */
function decideKubeletEnd(versions: readonly Version[], scene: Scene): Decision | undefined {
  const ended = versions.find((version) => !version.gone && hasEnded(asPod(version.object)));
  if (!ended || isTerminating(asPod(ended.object))) return undefined;
  const pod = asPod(ended.object);
  const successor = departureOf(ended, pod, scene)?.successor;
  const evicted = pod.status?.reason === 'Evicted';
  return { fate: evicted ? 'evicted' : 'finished', cause: evicted ? 'kubelet' : 'exited', successor, decided: ended };
}

function departureOf(version: Version, pod: Pod, scene: Scene): Departure | undefined {
  const controller = controllerUidOf(pod);
  return controller === undefined ? undefined : scene.ledger(controller).get(version.object.metadata?.uid ?? '');
}

function decideAlive(
  versions: readonly Version[],
  restarts: ReturnType<typeof countRestarts>,
  before: Pod,
  after: Pod,
  scene: Scene,
): Decision {
  const controller = controllerUidOf(before);
  if (controller !== undefined && controllerUidOf(after) !== controller) {
    const decided = versions.find((version) => controllerUidOf(asPod(version.object)) !== controller);
    const lane = scene.controllers.get(controller);
    const orphaned = lane !== undefined && decided !== undefined && isGoneBy(lane, decided.order);
    return { fate: 'released', cause: orphaned ? 'ownerDeleted' : 'relabelled', decided };
  }
  const decided = versions.find((version) => version.n === restarts.lastN);
  if (restarts.allContainers) return { fate: 'allContainersRestarted', cause: restarts.cause, decided };
  if (restarts.sandboxRecreated) return { fate: 'sandboxRecreated', cause: restarts.cause, decided };
  if (restarts.count > 0) return { fate: 'restarted', cause: restarts.cause, decided };
  return { fate: 'untouched' };
}

function decideGone(lane: Lane, end: Version, versions: readonly Version[], scene: Scene): Decision {
  const owned = versions.findLast(
    (version) => version.n <= end.n && controllerUidOf(asPod(version.object)) !== undefined,
  );
  const controller = owned && controllerUidOf(asPod(owned.object));
  if (isMirror(asPod(end.object))) return decideMirror(lane, end, scene);
  if (controller === undefined) return decideBare(lane, end, scene);
  const released = controllerUidOf(asPod(end.object)) === undefined;
  const cause = causeOfDeparture(end, released, scene.history);
  const ownerOfPod = scene.controllers.get(controller);
  if (ownerOfPod && isGoneBy(ownerOfPod, end.how === 'missing' ? Infinity : end.order))
    return decideOwnerGone(ownerOfPod, end, scene);
  const departure = scene.ledger(controller).get(lane.uid);
  const gaveUp = departure?.givenUp === true && !released;
  if (departure?.kind === 'surplus' || gaveUp) return decideSurplus(controller, departure, end, scene);
  const successor = departure?.successor;
  if (!successor || recordOfOwnerLags(ownerOfPod, successor)) return { fate: 'leaving', cause, decided: end };
  const rolled = revisionOf(asPod(end.object)) !== revisionOf(asPod(successor.versions[0]?.object ?? {}));
  return rolled ? { fate: 'rolledOut', successor, decided: end } : { fate: 'replaced', cause, successor, decided: end };
}

/**
 * Watches of two resources are not in step: a Pod may be seen before the change of its owner that explains it.
 * An owner always writes its status after it created a Pod; until that is seen, nothing is certain.
 */
function recordOfOwnerLags(owner: Lane | undefined, successor: Lane): boolean {
  const born = successor.versions[0]?.order ?? 0;
  return owner !== undefined && (owner.versions.at(-1)?.order ?? Infinity) < born;
}

function revisionOf(pod: Pod): string | undefined {
  const labels = pod.metadata?.labels;
  return labels?.['controller-revision-hash'] ?? labels?.['pod-template-hash'];
}

function decideMirror(lane: Lane, end: Version, scene: Scene): Decision {
  const again = scene.pods.find(
    (other) => other.uid !== lane.uid && other.name === lane.name && isMirror(asPod(other.versions[0]?.object ?? {})),
  );
  return again
    ? { fate: 'mirrorRecreated', cause: 'deleted', successor: again, decided: end }
    : { fate: 'goneForGood', cause: 'deleted', decided: end };
}

function decideBare(lane: Lane, end: Version, scene: Scene): Decision {
  const cause = causeOfDeparture(end, false, scene.history);
  const again = scene.pods.find((other) => {
    const first = other.versions[0];
    return first !== undefined && first.n > end.n && other.name === lane.name && !controllerUidOf(asPod(first.object));
  });
  return again
    ? { fate: 'recreatedByHand', cause, successor: again, decided: end }
    : { fate: 'goneForGood', cause, decided: end };
}

/** The ReplicaSet went first. Either its Deployment made another, or somebody made the Deployment again, or all is gone. */
function decideOwnerGone(owner: Lane, end: Version, scene: Scene): Decision {
  const cause = 'ownerDeleted';
  const top = ownerLane(owner, scene.controllers) ?? owner;
  if (top !== owner && !isGoneBy(top, Infinity)) {
    const successor = scene.pods.find((lane) => {
      const [first] = lane.versions;
      const controller = first && controllerUidOf(asPod(first.object));
      const replica = controller === undefined ? undefined : scene.controllers.get(controller);
      return (
        first !== undefined && first.n > end.n && replica !== undefined && ownerLane(replica, scene.controllers) === top
      );
    });
    return { fate: successor ? 'replaced' : 'leaving', cause, successor, decided: end };
  }
  const again = [...scene.controllers.values()].some(
    (lane) => lane !== top && lane.resource === top.resource && lane.name === top.name && !isGoneBy(lane, Infinity),
  );
  return { fate: again ? 'recreatedByHand' : 'goneForGood', cause, decided: end };
}

/** Its own controller removed it. Does the Deployment want its Pods elsewhere (a rollout), or fewer of them? */
function decideSurplus(controller: string, departure: Departure, end: Version, scene: Scene): Decision {
  const replicaSet = scene.controllers.get(controller);
  const order = departure.version.order;
  const top = replicaSet && ownerLane(replicaSet, scene.controllers);
  const wanted = top && replicasOf(versionByOrder(top, order)?.object);
  const desired = replicaSet && replicasOf(versionByOrder(replicaSet, order)?.object);
  const sibling = [...scene.controllers.values()].some(
    (lane) =>
      lane !== replicaSet &&
      top !== undefined &&
      ownerLane(lane, scene.controllers) === top &&
      lane.versions.some((version) => version.n > scene.fromN && (replicasOf(version.object) ?? 0) > 0),
  );
  if (wanted !== undefined && desired !== undefined && wanted > desired && sibling) {
    return { fate: 'rolledOut', decided: end };
  }
  return { fate: 'scaledAway', cause: 'surplus', decided: end };
}
