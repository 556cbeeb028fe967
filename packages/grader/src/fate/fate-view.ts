import type { PodSelection } from '@podlab/lab-format';
import { type Version } from '../history/version.ts';
import type { Fates } from './fate.ts';
import { asPod, isActive, isSelected } from './pod-facts.ts';
import type { PodStory } from './pod-story.ts';

/** The fates of the Pods of one selection, put together again only when one of them has changed. */
export class FateView {
  readonly #selection: PodSelection;
  readonly #old: PodStory[] = [];
  /** By appearance. A Pod is one of them from the moment at which it is first seen to be as selected. */
  readonly #young: PodStory[] = [];
  readonly #members = new Set<PodStory>();
  #fates: { readonly old: Fates; readonly all: Fates } | undefined;

  constructor(selection: PodSelection) {
    this.#selection = selection;
  }

  /** Takes in a Pod that was there before this view, as it was seen up to entry `n`. */
  begin(story: PodStory, n: number): void {
    if (story.isYoung) {
      for (const version of story.lane.versions) if (version.n <= n) this.look(story, version);
    } else if (isSelected(story.before, this.#selection) && isActive(story.before)) {
      this.#add(story, this.#old);
    }
  }

  /** There is another version of a Pod. */
  look(story: PodStory, version: Version): void {
    if (!story.isYoung || this.#members.has(story)) return;
    if (isSelected(asPod(version.object), this.#selection)) this.#add(story, this.#young);
  }

  /** What became of a Pod was decided anew. */
  changed(story: PodStory): void {
    if (this.#members.has(story)) this.#fates = undefined;
  }

  fates(includeNewcomers: boolean): Fates {
    this.#fates ??= this.#putTogether();
    return includeNewcomers ? this.#fates.all : this.#fates.old;
  }

  #add(story: PodStory, list: PodStory[]): void {
    this.#members.add(story);
    list.splice(1 + list.findLastIndex(({ index }) => index < story.index), 0, story);
    this.#fates = undefined;
  }

  #putTogether() {
    const fatesOf = (stories: readonly PodStory[]) => stories.flatMap(({ fate }) => fate ?? []);
    const newcomers = this.#young.map(({ newcomer }) => newcomer);
    const old = fatesOf(this.#old);
    return { old: { pods: old, newcomers }, all: { pods: [...old, ...fatesOf(this.#young)], newcomers } };
  }
}
