import type { Node } from 'kubernetes-types/core/v1';
import type { Version } from '../history/version.ts';
import { Course } from './course.ts';
import type { PodStory } from './pod-story.ts';
import { Source } from './source.ts';

/** Whether a node, by name, took new Pods. */
export class NodeStory {
  readonly facts = new Source<PodStory>();
  readonly #isCordoned = new Course<boolean>();

  /** Goes on with one version more. @returns whether an answer may be another one now */
  take({ order, object }: Version): boolean {
    const isFirst = this.#isCordoned.first === undefined;
    const isLate = this.#isCordoned.add(order, (object as Node).spec?.unschedulable === true);
    return isFirst || isLate;
  }

  /** Before it was first seen it is taken to have been as it was then. */
  isCordonedAt(order: number): boolean {
    return (this.#isCordoned.at(order) ?? this.#isCordoned.first) === true;
  }
}
