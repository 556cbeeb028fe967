import { disruptionReason, asPod } from './pod-facts.ts';
import type { PodStory } from './pod-story.ts';
import type { Scene } from './scene.ts';

/**
 * Why the fate of a Pod may be another than the record shows; undefined when the record proves it.
 *
 * A Pod that is there after a gap with the same UID has hidden nothing: its containers carry their restarts with them.
 * A Pod that went inside one has: nobody saw whether it was deleted or removed as one too many, nor whether its
 * containers had restarted before. And what a Pod's departure means rests on its owner's wishes at that moment.
 */
export function doubtAbout({ lane, baseline, end, owner }: PodStory, scene: Scene): string | undefined {
  if (!end) return undefined;
  if (end !== baseline && end.afterGap && disruptionReason(asPod(end.object)) === undefined) {
    return `${lane.name} went while nobody was watching`;
  }
  if (end !== baseline && end.how === 'missing') return `${lane.name} went while nobody was watching`;
  const controller = scene.controller(owner);
  return controller?.changedUnseenAround(end.order)
    ? `${controller.lane?.name} was changed while nobody was watching`
    : undefined;
}
