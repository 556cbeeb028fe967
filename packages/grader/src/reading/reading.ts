import type { Condition } from '@podlab/lab-format';
import { classifyFates, type Window } from '../fate/classify-fates.ts';
import { FateFold } from '../fate/fate-fold.ts';
import type { Fates } from '../fate/fate.ts';
import type { History } from '../history/history.ts';
import { firstEntry, TimelineFold } from '../timeline/timeline-fold.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { ConditionStory } from '../verdict/condition-story.ts';

/**
 * What has been read off one record so far, carried on from evaluation to evaluation: the next one costs what is new.
 * It changes no answer: a reading that begins now says the same.
 *
 * A record only grows. One that was taken back, or begun anew, is another `History`, and is read from its beginning
 * (`readingOf`).
 */
export class Reading {
  readonly history: History;
  /** Of windows that go on, by their beginning. */
  readonly #folds = new Map<number, FateFold>();
  /** Of windows that have ended. */
  readonly #ended = new Map<string, Fates>();
  readonly #conditions = new Map<Condition, Map<number, ConditionStory>>();
  #timeline: TimelineFold | undefined;

  constructor(history: History) {
    this.history = history;
  }

  /** As `classifyFates`. The same object until something of it changes. */
  fates(window: Window): Fates {
    const { pods, fromN, toN, includeNewcomers = false } = window;
    if (toN === undefined) {
      const fold = this.#foldFrom(fromN);
      fold.advance();
      return fold.fates(pods, includeNewcomers);
    }
    const key = JSON.stringify([pods.name, pods.labels, fromN, toN, includeNewcomers]);
    const fates = this.#ended.get(key) ?? classifyFates(this.history, window);
    this.#ended.set(key, fates);
    return fates;
  }

  /** How a condition has fared since a baseline, up to now. */
  condition(condition: Condition, since: { readonly n: number; readonly ms: number }): ConditionStory {
    let stories = this.#conditions.get(condition);
    if (!stories) this.#conditions.set(condition, (stories = new Map()));
    let story = stories.get(since.n);
    if (!story) stories.set(since.n, (story = new ConditionStory(this.history, condition, since)));
    story.advance();
    return story;
  }

  /** As `timelineOf`. A lane that has not changed is the same object as before. */
  timeline(): Timeline {
    const fates = this.#foldFrom(firstEntry(this.history));
    this.#timeline ??= new TimelineFold(this.history, fates);
    return this.#timeline.read(fates);
  }

  #foldFrom(fromN: number): FateFold {
    let fold = this.#folds.get(fromN);
    if (!fold) this.#folds.set(fromN, (fold = new FateFold(this.history, fromN)));
    return fold;
  }
}

/** The reading to go on with: the one before, if it is of this record, else a new one. */
export function readingOf(history: History, before: Reading | undefined): Reading {
  return before?.history === history ? before : new Reading(history);
}
