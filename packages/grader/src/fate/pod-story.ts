import type { Pod } from 'kubernetes-types/core/v1';
import type { Lane, Version } from '../history/version.ts';
import type { Newcomer, PodFate } from './fate.ts';
import { asPod, controllerUidOf, hasEnded, isActive, isTerminating, shortName } from './pod-facts.ts';
import { beginRestarts, foldRestarts, type Restarts } from './restarts.ts';
import { Source } from './source.ts';

/** What is known of one Pod since the baseline, or since it came: what decisions rest on, and not each of its versions. */
export class PodStory {
  readonly lane: Lane;
  /** It came after the baseline. */
  readonly isYoung: boolean;
  /** By appearance, those of the baseline first. */
  readonly index: number;
  readonly baseline: Version;
  /** Changes with each version. */
  readonly itself = new Source<PodStory>();
  last: Version;
  restarts: Restarts;
  /** When it was first seen to be gone or on its way out. */
  end: Version | undefined;
  /** When its containers were first seen to have ended for good. */
  ended: Version | undefined;
  /** When it was first seen with another controller than at the baseline, or with none. */
  letGo: Version | undefined;
  /** The last controller it had, and the last one it had by its end. */
  owner: string | undefined;
  ownerAtEnd: string | undefined;
  /** What became of it, as was decided last. */
  fate: PodFate | undefined;
  #newcomer: Newcomer | undefined;

  constructor(
    lane: Lane,
    baseline: Version,
    { isYoung, index }: { readonly isYoung: boolean; readonly index: number },
  ) {
    this.lane = lane;
    this.baseline = baseline;
    this.isYoung = isYoung;
    this.index = index;
    this.last = baseline;
    this.restarts = beginRestarts(baseline, isYoung);
    this.#look(baseline);
  }

  /** Goes on with one version more. */
  take(version: Version): void {
    this.restarts = foldRestarts(this.restarts, this.last, version, this.baseline);
    this.last = version;
    this.#look(version);
  }

  get before(): Pod {
    return asPod(this.baseline.object);
  }

  get after(): Pod {
    return asPod(this.last.object);
  }

  /** The controller that counts it among its Pods now. */
  get countedBy(): string | undefined {
    return countingController(this.last);
  }

  /** The same object until there is another version. */
  get newcomer(): Newcomer {
    this.#newcomer ??= newcomerOf(this);
    return this.#newcomer;
  }

  #look(version: Version): void {
    this.#newcomer = undefined;
    const pod = asPod(version.object);
    const owner = controllerUidOf(pod);
    this.owner = owner ?? this.owner;
    if (!this.end) this.ownerAtEnd = this.owner;
    if (!this.end && (version.gone || isTerminating(pod))) this.end = version;
    if (!this.ended && !version.gone && hasEnded(pod)) this.ended = version;
    if (!this.letGo && owner !== controllerUidOf(this.before)) this.letGo = version;
  }
}

/** The controller that counts a Pod among its own as this version shows it. */
export function countingController(version: Version | undefined): string | undefined {
  if (!version || version.gone) return undefined;
  const pod = asPod(version.object);
  return isActive(pod) ? controllerUidOf(pod) : undefined;
}

function newcomerOf({ lane, baseline, last, after, owner }: PodStory): Newcomer {
  return {
    uid: lane.uid,
    name: lane.name,
    short: shortName(after),
    origin: wasCreatedBy(baseline) ? 'created' : owner === undefined ? 'byHand' : 'adopted',
    living: !last.gone && isActive(after),
    restarts: (after.status?.containerStatuses ?? []).reduce((sum, status) => sum + status.restartCount, 0),
    pod: after,
  };
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
