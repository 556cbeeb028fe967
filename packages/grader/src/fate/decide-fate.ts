import type { CauseWord, FateWord } from '@podlab/lab-format';
import type { Pod } from 'kubernetes-types/core/v1';
import type { Version } from '../history/version.ts';
import { causeOfDeparture } from './cause.ts';
import type { ControllerStory } from './controller-story.ts';
import { doubtAbout } from './doubt.ts';
import type { PodFate } from './fate.ts';
import type { Departure } from './ledger.ts';
import { asPod, controllerUidOf, isMirror, isTerminating, shortName } from './pod-facts.ts';
import type { PodStory } from './pod-story.ts';
import type { Scene } from './scene.ts';

interface Decision {
  readonly fate: FateWord;
  readonly cause?: CauseWord | undefined;
  readonly successor?: PodStory | undefined;
  readonly decidedN?: number | undefined;
}

/** What became of a Pod: exactly one fate, from what is known now. */
export function decideFate(story: PodStory, scene: Scene): PodFate {
  const { lane, before, after, restarts, end } = story;
  const decision = decideKubeletEnd(story, scene) ?? (end ? decideGone(story, end, scene) : decideAlive(story, scene));
  return {
    uid: lane.uid,
    name: lane.name,
    short: shortName(before),
    fate: decision.fate,
    cause: decision.cause,
    restarts: restarts.count,
    before,
    after,
    successor: decision.successor?.newcomer,
    decidedN: decision.decidedN,
    doubt: doubtAbout(story, scene),
  };
}

/** The containers ended for good before anybody deleted the Pod: the kubelet evicted it, or its work was done. */
function decideKubeletEnd({ lane, ended }: PodStory, scene: Scene): Decision | undefined {
  if (!ended || isTerminating(asPod(ended.object))) return undefined;
  const pod = asPod(ended.object);
  const controller = controllerUidOf(pod);
  const departure = controller === undefined ? undefined : scene.departure(controller, lane);
  const successor = successorOf(departure, scene);
  const evicted = pod.status?.reason === 'Evicted';
  return {
    fate: evicted ? 'evicted' : 'finished',
    cause: evicted ? 'kubelet' : 'exited',
    successor,
    decidedN: ended.n,
  };
}

function successorOf(departure: Departure | undefined, scene: Scene): PodStory | undefined {
  return departure?.successor === undefined ? undefined : scene.pod(departure.successor);
}

function decideAlive({ before, after, restarts, letGo }: PodStory, scene: Scene): Decision {
  const controller = controllerUidOf(before);
  if (controller !== undefined && controllerUidOf(after) !== controller) {
    const orphaned = letGo !== undefined && scene.controller(controller)?.isGoneBy(letGo.order) === true;
    return { fate: 'released', cause: orphaned ? 'ownerDeleted' : 'relabelled', decidedN: letGo?.n };
  }
  const { cause, lastN: decidedN } = restarts;
  if (restarts.allContainers) return { fate: 'allContainersRestarted', cause, decidedN };
  if (restarts.sandboxRecreated) return { fate: 'sandboxRecreated', cause, decidedN };
  if (restarts.count > 0) return { fate: 'restarted', cause, decidedN };
  return { fate: 'untouched' };
}

function decideGone(story: PodStory, end: Version, scene: Scene): Decision {
  const { lane, ownerAtEnd } = story;
  const pod = asPod(end.object);
  if (isMirror(pod)) return decideMirror(story, end, scene);
  if (ownerAtEnd === undefined) return decideBare(story, end, scene);
  const released = controllerUidOf(pod) === undefined;
  const cause = causeOfDeparture(end, released, scene);
  const owner = scene.controller(ownerAtEnd);
  if (owner?.isGoneBy(end.how === 'missing' ? Infinity : end.order)) return decideOwnerGone(owner, end, scene);
  const departure = scene.departure(ownerAtEnd, lane);
  const gaveUp = departure?.givenUp === true && !released;
  if (departure?.kind === 'surplus' || gaveUp) return decideSurplus(owner, departure, end, scene);
  const successor = successorOf(departure, scene);
  // Watches of two resources are not in step: a Pod may be seen before the change of its owner that explains it. An
  // owner always writes its status after it created a Pod; until that is seen, nothing is certain.
  if (!successor || (owner && scene.isBehind(owner, successor.baseline.order))) {
    return { fate: 'leaving', cause, decidedN: end.n };
  }
  const rolled = revisionOf(pod) !== revisionOf(successor.before);
  return rolled
    ? { fate: 'rolledOut', successor, decidedN: end.n }
    : { fate: 'replaced', cause, successor, decidedN: end.n };
}

function revisionOf(pod: Pod): string | undefined {
  const labels = pod.metadata?.labels;
  return labels?.['controller-revision-hash'] ?? labels?.['pod-template-hash'];
}

function decideMirror({ lane }: PodStory, end: Version, scene: Scene): Decision {
  const successor = scene.findNamed(lane.name, end.n, (pod) => pod.lane !== lane && isMirror(pod.before));
  return successor
    ? { fate: 'mirrorRecreated', cause: 'deleted', successor, decidedN: end.n }
    : { fate: 'goneForGood', cause: 'deleted', decidedN: end.n };
}

function decideBare({ lane }: PodStory, end: Version, scene: Scene): Decision {
  const cause = causeOfDeparture(end, false, scene);
  const successor = scene.findNamed(lane.name, end.n + 1, (pod) => controllerUidOf(pod.before) === undefined);
  return successor
    ? { fate: 'recreatedByHand', cause, successor, decidedN: end.n }
    : { fate: 'goneForGood', cause, decidedN: end.n };
}

/** The ReplicaSet went first. Either its Deployment made another, or somebody made the Deployment again, or all is gone. */
function decideOwnerGone(owner: ControllerStory, end: Version, scene: Scene): Decision {
  const cause = 'ownerDeleted';
  const top = scene.topOf(owner) ?? owner;
  if (top !== owner && !top.isGoneBy(Infinity)) {
    const successor = scene.findBelow(top, end.n);
    return { fate: successor ? 'replaced' : 'leaving', cause, successor, decidedN: end.n };
  }
  return { fate: scene.hasNamesake(top) ? 'recreatedByHand' : 'goneForGood', cause, decidedN: end.n };
}

/** Its own controller removed it. Does the Deployment want its Pods elsewhere (a rollout), or fewer of them? */
function decideSurplus(
  owner: ControllerStory | undefined,
  { version: { order } }: Departure,
  end: Version,
  scene: Scene,
): Decision {
  const top = owner && scene.topOf(owner);
  const wanted = top?.replicas.at(order);
  const desired = owner?.replicas.at(order);
  const hasSibling = [...(top?.workers ?? [])].some((worker) => worker !== owner);
  if (wanted !== undefined && desired !== undefined && wanted > desired && hasSibling) {
    return { fate: 'rolledOut', decidedN: end.n };
  }
  return { fate: 'scaledAway', cause: 'surplus', decidedN: end.n };
}
