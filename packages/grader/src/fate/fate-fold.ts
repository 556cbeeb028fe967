import type { PodSelection } from '@podlab/lab-format';
import type { History } from '../history/history.ts';
import { type Sighting, sightingsOf } from '../history/sightings.ts';
import { type Lane, type Version, versionAt } from '../history/version.ts';
import { ControllerStory, controllerResources, replicasOf } from './controller-story.ts';
import { decideFate } from './decide-fate.ts';
import type { Fates } from './fate.ts';
import { FateView } from './fate-view.ts';
import { NodeStory } from './node-story.ts';
import { controllerUidOf } from './pod-facts.ts';
import { PodStory, wasCreatedBy } from './pod-story.ts';
import type { Scene } from './scene.ts';
import { NamedSources, Source } from './source.ts';

/**
 * What became of every Pod since entry `fromN`, carried on entry by entry: an advance costs what is new, however long the
 * record is. Says the same whether it went in one step or in many.
 */
export class FateFold {
  readonly fromN: number;
  readonly #history: History;
  readonly #pods = new Map<string, PodStory>();
  readonly #controllers = new Map<string, ControllerStory>();
  readonly #nodes = new Map<string, NodeStory>();
  readonly #views = new Map<string, FateView>();
  readonly #podsOfName = new Map<string, PodStory[]>();
  /** Pods that were not there at the baseline, by appearance. */
  readonly #young: PodStory[] = [];
  readonly #namesComing = new NamedSources<PodStory>();
  readonly #podsComing = new Source<PodStory>();
  readonly #controllersChanging = new Source<PodStory>();
  /** Pods whose fate has to be decided again. */
  readonly #open = new Set<PodStory>();
  #atN: number;

  /** @param fromN the baseline is the state after this entry; Pods on their way out, or at their end, are not part of it */
  constructor(history: History, fromN: number) {
    this.#history = history;
    this.fromN = fromN;
    this.#atN = fromN;
    for (const resource of controllerResources) {
      for (const lane of history.lanes(resource)) this.#begin(lane, (version) => this.#takeController(lane, version));
    }
    for (const lane of history.lanes('nodes')) this.#begin(lane, (version) => this.#takeNode(lane, version));
    for (const lane of history.lanes('pods')) {
      const version = versionAt(lane, fromN);
      if (version && !version.gone) this.#addPod(lane, version, false);
    }
    this.#openLedgers();
  }

  /** Goes on up to entry `toN`, or to the newest one. */
  advance(toN = Infinity): void {
    const entries = this.#history.log.entries();
    const last = Math.min(toN, entries.length - 1);
    for (let n = this.#atN + 1; n <= last; n += 1) {
      const entry = entries[n];
      if (entry) for (const sighting of sightingsOf(this.#history, entry)) this.#take(sighting);
    }
    this.#atN = Math.max(this.#atN, last);
  }

  /**
   * The fates of the selected Pods, and who came meanwhile. The same object until something of it changes.
   * @param includeNewcomers also what became of the Pods that came after the baseline
   */
  fates(selection: PodSelection, includeNewcomers: boolean): Fates {
    this.#decide();
    const key = JSON.stringify([selection.name, selection.labels]);
    let view = this.#views.get(key);
    if (!view) {
      view = new FateView(selection);
      for (const story of this.#pods.values()) view.begin(story, this.#atN);
      this.#views.set(key, view);
    }
    return view.fates(includeNewcomers);
  }

  #begin(lane: Lane, take: (version: Version) => void): void {
    for (const version of lane.versions) if (version.n <= this.fromN) take(version);
  }

  /** The books begin with what each controller wanted and had at the baseline. */
  #openLedgers(): void {
    const active = new Map<string, number>();
    for (const story of this.#pods.values()) {
      const uid = story.countedBy;
      if (uid !== undefined) active.set(uid, 1 + (active.get(uid) ?? 0));
    }
    for (const [uid, count] of active) this.#controllerNamed(uid).ledger.open(undefined, count);
    for (const { ledger, replicas, lane } of this.#controllers.values()) {
      if (lane) ledger.open(replicas.last ?? replicas.first);
    }
  }

  #take({ lane, version }: Sighting): void {
    if (lane.resource === 'pods') this.#takePod(lane, version);
    else if (lane.resource === 'nodes') this.#takeNode(lane, version);
    else if (controllerResources.includes(lane.resource)) this.#takeController(lane, version);
  }

  #takePod(lane: Lane, version: Version): void {
    const known = this.#pods.get(lane.uid);
    const before = known?.countedBy;
    if (known) known.take(version);
    const story = known ?? this.#addPod(lane, version, true);
    const now = story.countedBy;
    const { order } = version;
    const touched = new Set<ControllerStory>();
    if (before !== undefined && before !== now) {
      const controller = this.#controllerNamed(before);
      controller.ledger.add({ type: 'leave', order, uid: lane.uid, version });
      touched.add(controller);
    }
    if (now !== undefined && before !== now) {
      const controller = this.#controllerNamed(now);
      const created = !known && wasCreatedBy(version);
      controller.ledger.add({ type: 'join', order, uid: lane.uid, name: lane.name, created });
      touched.add(controller);
    }
    for (const controller of touched) this.#openTouched(controller);
    this.#open.add(story);
    story.itself.changed(this.#open);
    for (const view of this.#views.values()) view.look(story, version);
  }

  #addPod(lane: Lane, version: Version, isYoung: boolean): PodStory {
    const story = new PodStory(lane, version, { isYoung, index: this.#pods.size });
    this.#pods.set(lane.uid, story);
    if (isYoung) {
      this.#young.push(story);
      const named = this.#podsOfName.get(lane.name);
      if (named) named.push(story);
      else this.#podsOfName.set(lane.name, [story]);
      this.#namesComing.changed(lane.name, this.#open);
      this.#podsComing.changed(this.#open);
    }
    this.#open.add(story);
    return story;
  }

  #takeController(lane: Lane, version: Version): void {
    const story = this.#controllerNamed(lane.uid);
    const { topUid, lane: seen } = story;
    const wanted = story.replicas.last;
    const hasChanged = story.take(lane, version);
    const replicas = replicasOf(version.object);
    if (version.n > this.fromN) {
      if (!seen) story.ledger.open(replicas);
      if (replicas !== undefined && replicas !== wanted && !version.gone) {
        story.ledger.add({ type: 'desired', order: version.order, replicas });
      }
      this.#openTouched(story);
      if ((replicas ?? 0) > 0) this.#isWorking.add(story);
    }
    if (story.topUid !== topUid || (replicas ?? 0) > 0) this.#assign(story, topUid);
    story.progress.changed(this.#open);
    if (!hasChanged) return;
    story.facts.changed(this.#open);
    this.#controllersChanging.changed(this.#open);
  }

  /** Controllers that have wanted Pods since the baseline. */
  readonly #isWorking = new Set<ControllerStory>();

  /** Keeps what works below a controller: a rollout is told by that. */
  #assign(story: ControllerStory, formerTop: string | undefined): void {
    if (!this.#isWorking.has(story)) return;
    if (formerTop !== undefined && formerTop !== story.topUid) {
      const former = this.#controllerNamed(formerTop);
      if (former.workers.delete(story)) former.facts.changed(this.#open);
    }
    if (story.topUid === undefined) return;
    const top = this.#controllerNamed(story.topUid);
    if (top.workers.has(story)) return;
    top.workers.add(story);
    // Whether one has a sibling is another thing with the first and the second, and never again.
    if (top.workers.size <= 2) top.facts.changed(this.#open);
  }

  #takeNode(lane: Lane, version: Version): void {
    const node = this.#nodeNamed(lane.name);
    if (node.take(version)) node.facts.changed(this.#open);
  }

  #openTouched({ ledger }: ControllerStory): void {
    for (const uid of ledger.takeTouched()) {
      const story = this.#pods.get(uid);
      if (story) this.#open.add(story);
    }
  }

  #controllerNamed(uid: string): ControllerStory {
    let story = this.#controllers.get(uid);
    if (!story) this.#controllers.set(uid, (story = new ControllerStory(uid)));
    return story;
  }

  #nodeNamed(name: string): NodeStory {
    let node = this.#nodes.get(name);
    if (!node) this.#nodes.set(name, (node = new NodeStory()));
    return node;
  }

  #decide(): void {
    for (const story of this.#open) {
      story.fate = decideFate(story, this.#sceneFor(story));
      for (const view of this.#views.values()) view.changed(story);
    }
    this.#open.clear();
  }

  #sceneFor(reader: PodStory): Scene {
    const controller = (uid: string | undefined) => {
      if (uid === undefined) return undefined;
      const story = this.#controllerNamed(uid);
      story.facts.readBy(reader);
      return story.lane ? story : undefined;
    };
    return {
      controller,
      topOf: ({ topUid }) => controller(topUid),
      isBehind: (story, order) => {
        if (story.lastOrder >= order) return false;
        story.progress.readBy(reader);
        return true;
      },
      hasNamesake: (story) => {
        this.#controllersChanging.readBy(reader);
        return [...this.#controllers.values()].some((other) => isNamesake(other, story));
      },
      // The ledger itself tells whose departure it has written.
      departure: (uid, pod) => this.#controllerNamed(uid).ledger.departureOf(pod.uid),
      isCordoned: (name, order) => {
        const node = this.#nodeNamed(name ?? '');
        node.facts.readBy(reader);
        return node.isCordonedAt(order);
      },
      findNamed: (name, fromN, isWanted) => {
        this.#namesComing.readBy(name, reader);
        return told(this.#podsOfName.get(name)?.find((pod) => pod.baseline.n >= fromN && isWanted(pod)));
      },
      findBelow: (top, n) => {
        this.#podsComing.readBy(reader);
        this.#controllersChanging.readBy(reader);
        return told(this.#young.find((pod) => pod.baseline.n > n && this.#isBelow(pod, top)));
      },
      pod: (uid) => told(this.#pods.get(uid)),
    };

    /** What is told of another Pod is told anew when that one changes. */
    function told(pod: PodStory | undefined): PodStory | undefined {
      pod?.itself.readBy(reader);
      return pod;
    }
  }

  #isBelow(pod: PodStory, top: ControllerStory): boolean {
    const uid = controllerUidOf(pod.before);
    const replica = uid === undefined ? undefined : this.#controllers.get(uid);
    return replica?.lane !== undefined && replica.topUid === top.uid;
  }
}

function isNamesake(other: ControllerStory, story: ControllerStory): boolean {
  if (other === story || !other.lane || other.isGoneBy(Infinity)) return false;
  return other.lane.resource === story.lane?.resource && other.lane.name === story.lane?.name;
}
