import { controllerOf } from '@podlab/apimachinery';
import type { PodStatus } from 'kubernetes-types/core/v1';
import { asPod, hasEnded, isPodReady, isTerminating } from '../fate/pod-facts.ts';
import { restartsBetween } from '../fate/restarts.ts';
import type { Lane, Version } from '../history/version.ts';
import type { Moment, TimelineLane } from './timeline.ts';

/** What happened to one Pod, carried on version by version. */
export class LaneStory {
  readonly lane: Lane;
  readonly #moments: Moment[] = [];
  /** `ReplicaSet web-7d9f`, the last one it had. */
  owner: string | undefined;
  #before: Version | undefined;
  #ended: PodStatus | undefined;
  #isReady = false;
  #isLeaving = false;

  constructor(lane: Lane) {
    this.lane = lane;
  }

  take(version: Version): void {
    const before = this.#before;
    const pod = asPod(version.object);
    const controller = controllerOf(version.object);
    this.owner = controller ? `${controller.kind} ${controller.name}` : this.owner;
    if (hasEnded(pod)) this.#ended ??= pod.status;
    this.#before = version;
    if (!before) this.#add(version.how === 'added' ? 'created' : 'there', version);
    const restarts = before ? restartsBetween(before, version) : 0;
    for (let n = 0; n < restarts; n += 1) this.#add('restarted', version);
    if (!this.#isLeaving && (isTerminating(pod) || version.how === 'missing')) {
      this.#isLeaving = true;
      this.#add('deletionBegan', version);
    }
    if (version.gone) {
      this.#add('gone', version);
      return;
    }
    if (this.#isLeaving) return;
    if (hasEnded(pod) && !(before && hasEnded(asPod(before.object)))) this.#add('finished', version);
    if (isPodReady(pod) === this.#isReady) return;
    this.#isReady = !this.#isReady;
    this.#add(this.#isReady ? 'ready' : 'notReady', version);
  }

  /**
   * Its life since the record's beginning. What happened before is set-up: a Pod that lived through it is `there`.
   * @returns no moments when it was gone by then
   */
  life(fromN: number, fromMs: number): Pick<TimelineLane, 'moments' | 'end'> {
    const moments = (this.lane.versions[0]?.n ?? 0) > fromN ? [...this.#moments] : since(this.#moments, fromMs);
    const has = (what: Moment['what']) => moments.some((moment) => moment.what === what);
    if (!has('finished')) return { moments, end: has('gone') ? 'deleted' : undefined };
    if (this.#ended?.phase === 'Succeeded') return { moments, end: 'completed' };
    return { moments, end: this.#ended?.reason === 'Evicted' ? 'evicted' : 'failed' };
  }

  #add(what: Moment['what'], { observedAtMs, afterGap }: Version): void {
    this.#moments.push({ what, atMs: observedAtMs, late: afterGap });
  }
}

function since(moments: readonly Moment[], fromMs: number): readonly Moment[] {
  const earlier = moments.filter((moment) => moment.atMs <= fromMs);
  if (earlier.some((moment) => moment.what === 'gone')) return [];
  const isReady = earlier.findLast((moment) => moment.what === 'ready' || moment.what === 'notReady')?.what === 'ready';
  const later = moments.filter((moment) => moment.atMs > fromMs);
  const there: Moment = { what: 'there', atMs: fromMs, late: false };
  return [there, ...(isReady ? [{ ...there, what: 'ready' as const }] : []), ...later];
}
