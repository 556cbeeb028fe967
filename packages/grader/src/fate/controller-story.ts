import { controllerOf, type KubeObject } from '@podlab/apimachinery';
import type { Lane, Version } from '../history/version.ts';
import { Course } from './course.ts';
import { Ledger } from './ledger.ts';
import type { PodStory } from './pod-story.ts';
import { Source } from './source.ts';

/** Everything that can control Pods, or control what controls them. */
export const controllerResources: readonly string[] = [
  'replicasets',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
];

/** What is known of one controller: what decisions rest on, and not each of its versions. */
export class ControllerStory {
  readonly uid: string;
  /** Changes with whatever is said below, but for `lastOrder`. */
  readonly facts = new Source<PodStory>();
  /** Changes with each version. */
  readonly progress = new Source<PodStory>();
  /** Its Pods that came and went, in its own eyes. */
  readonly ledger = new Ledger();
  /** `spec.replicas` over time. */
  readonly replicas = new Course<number | undefined>();
  /** What it controls that has ever wanted Pods since the baseline. */
  readonly workers = new Set<ControllerStory>();
  /** undefined: it was never seen, only spoken of. */
  lane: Lane | undefined;
  /** Since when it is gone or on its way out, on the cluster's time line; Infinity: it is there. */
  goneFrom = Infinity;
  /** UID of its own controller, the last one it had. */
  topUid: string | undefined;
  lastOrder = Infinity;
  #last: Version | undefined;
  /** When its spec changed with nobody watching: after the first order, by the second one. */
  readonly #unseen: (readonly [number, number])[] = [];

  constructor(uid: string) {
    this.uid = uid;
  }

  /** Goes on with one version more. @returns whether facts have changed */
  take(lane: Lane, version: Version): boolean {
    const before = { goneFrom: this.goneFrom, topUid: this.topUid, unseen: this.#unseen.length, lane: this.lane };
    this.lane = lane;
    if (version.gone || version.object.metadata?.deletionTimestamp !== undefined) {
      this.goneFrom = Math.min(this.goneFrom, version.order);
    }
    this.topUid = controllerOf(version.object)?.uid ?? this.topUid;
    if (this.#last && changedUnseen(this.#last, version)) this.#unseen.push([this.#last.order, version.order]);
    this.#last = version;
    this.lastOrder = version.order;
    const isLate = this.replicas.add(version.order, replicasOf(version.object));
    return (
      isLate ||
      before.lane === undefined ||
      before.goneFrom !== this.goneFrom ||
      before.topUid !== this.topUid ||
      before.unseen !== this.#unseen.length
    );
  }

  /** Whether it is gone, or on its way out, at `order` on the cluster's time line. */
  isGoneBy(order: number): boolean {
    return this.goneFrom < Infinity && this.goneFrom <= order;
  }

  /** Whether its spec changed in a gap that something at `order` may lie in. */
  changedUnseenAround(order: number): boolean {
    return this.#unseen.some(([after, by]) => order > after && order <= by);
  }
}

/** `spec.replicas`, where the kind has it. */
export function replicasOf(object: KubeObject): number | undefined {
  const replicas = (object.spec as { replicas?: unknown } | undefined)?.replicas;
  return typeof replicas === 'number' ? replicas : undefined;
}

function changedUnseen(before: Version, version: Version): boolean {
  if (!version.afterGap) return false;
  return version.gone || version.object.metadata?.generation !== before.object.metadata?.generation;
}
