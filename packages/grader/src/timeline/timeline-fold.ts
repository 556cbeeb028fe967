import { FateFold } from '../fate/fate-fold.ts';
import type { Newcomer, PodFate } from '../fate/fate.ts';
import { shortName } from '../fate/pod-facts.ts';
import type { History } from '../history/history.ts';
import { type Sighting, sightingsOf } from '../history/sightings.ts';
import { inOrder } from './lane-order.ts';
import { LaneStory } from './lane-story.ts';
import { noteOnFate, noteOnNewcomer } from './lane-note.ts';
import type { Timeline, TimelineLane } from './timeline.ts';

/** What a lane was drawn from. */
interface Drawn {
  readonly told: PodFate | Newcomer | undefined;
  readonly replaces: string | undefined;
  readonly lane: TimelineLane;
}

/**
 * The timeline of a record, carried on entry by entry: what it costs is what is new. A lane that has not changed stays
 * the same object.
 */
export class TimelineFold {
  readonly #history: History;
  readonly #stories = new Map<string, LaneStory>();
  readonly #drawn = new Map<LaneStory, Drawn>();
  #fates: FateFold;
  #atN = -1;

  /** @param fates of the record since its first step; it is advanced */
  constructor(history: History, fates = new FateFold(history, firstEntry(history))) {
    this.#history = history;
    this.#fates = fates;
  }

  /** The timeline up to the newest entry. @param fates as at the beginning, should the first step have begun since */
  read(fates = this.#fates): Timeline {
    const history = this.#history;
    const { fromN } = fates;
    if (fates !== this.#fates) this.#drawn.clear();
    this.#fates = fates;
    this.#advance();
    fates.advance();
    const fromMs = history.timeMs(fromN);
    const toMs = history.timeMs(Math.max(0, history.length - 1));
    const { pods, newcomers } = fates.fates({}, false);
    const told = new Map<string, PodFate | Newcomer>([...newcomers, ...pods].map((pod) => [pod.uid, pod]));
    const replaced = new Map<string, string>();
    for (const { uid, successor } of pods.toReversed()) if (successor) replaced.set(successor.uid, uid);
    const lanes = [...this.#stories.values()]
      .map((story) => this.#draw(story, told.get(story.lane.uid), replaced.get(story.lane.uid), fromMs))
      .filter((lane) => lane.moments.length > 0);
    const gaps = history.gaps
      .filter((gap) => gap.resource === 'pods' && (gap.toMs ?? toMs) > fromMs)
      .map((gap) => ({ fromMs: Math.max(fromMs, gap.fromMs), toMs: gap.toMs ?? toMs }));
    return { fromMs, toMs, lanes: inOrder(lanes), gaps };
  }

  #advance(): void {
    const entries = this.#history.log.entries();
    for (let n = this.#atN + 1; n < entries.length; n += 1) {
      const entry = entries[n];
      if (!entry || !('resource' in entry) || entry.resource !== 'pods') continue;
      for (const sighting of sightingsOf(this.#history, entry)) this.#take(sighting);
    }
    this.#atN = entries.length - 1;
  }

  #take({ lane, version }: Sighting): void {
    let story = this.#stories.get(lane.uid);
    if (!story) this.#stories.set(lane.uid, (story = new LaneStory(lane)));
    story.take(version);
    this.#drawn.delete(story);
  }

  #draw(
    story: LaneStory,
    told: PodFate | Newcomer | undefined,
    replaces: string | undefined,
    fromMs: number,
  ): TimelineLane {
    const known = this.#drawn.get(story);
    if (known && known.told === told && known.replaces === replaces) return known.lane;
    const { lane } = story;
    const drawn: TimelineLane = {
      uid: lane.uid,
      short: shortName(lane.versions[0]?.object ?? {}),
      owner: story.owner,
      ...story.life(this.#fates.fromN, fromMs),
      note: noteOn(told, replaces),
      successor: told && isFate(told) ? told.successor?.uid : undefined,
    };
    this.#drawn.set(story, { told, replaces, lane: drawn });
    return drawn;
  }
}

/** The beginning of the first step, or of the record. */
export function firstEntry(history: History): number {
  return history.steps[0]?.startN ?? 0;
}

function isFate(told: PodFate | Newcomer): told is PodFate {
  return 'fate' in told;
}

function noteOn(told: PodFate | Newcomer | undefined, replaces: string | undefined): string {
  if (!told) return '';
  return isFate(told) ? noteOnFate(told) : noteOnNewcomer(told, replaces);
}
