import type { Lane } from '../history/version.ts';
import type { ControllerStory } from './controller-story.ts';
import type { Departure } from './ledger.ts';
import type { PodStory } from './pod-story.ts';

/**
 * What the fate of one Pod may be decided on. Whatever is asked here is remembered: the decision is made again when the
 * answer may have changed.
 */
export interface Scene {
  /** undefined: it was never seen. */
  controller(uid: string | undefined): ControllerStory | undefined;
  /** The controller of a controller: the Deployment of a ReplicaSet. */
  topOf(controller: ControllerStory): ControllerStory | undefined;
  /** Whether the record of a controller has not come as far as `order` on the cluster's time line. */
  isBehind(controller: ControllerStory, order: number): boolean;
  /** Another controller of the same kind and name that is there. */
  hasNamesake(controller: ControllerStory): boolean;
  departure(controllerUid: string, pod: Lane): Departure | undefined;
  isCordoned(nodeName: string | undefined, order: number): boolean;
  /** The first Pod of a name that came at entry `fromN` or later, and is as wanted. */
  findNamed(name: string, fromN: number, isWanted: (pod: PodStory) => boolean): PodStory | undefined;
  /** The first Pod that came after entry `n` to a controller that `top` controls. */
  findBelow(top: ControllerStory, n: number): PodStory | undefined;
  /** A Pod by UID, for what is told of it now. */
  pod(uid: string): PodStory | undefined;
}
