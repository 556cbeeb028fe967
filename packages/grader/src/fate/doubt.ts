import type { History } from '../history/history.ts';
import type { Lane, Version } from '../history/version.ts';
import { asPod, controllerUidOf, disruptionReason, isTerminating } from './pod-facts.ts';

/** Where the record is asked. */
interface Record {
  readonly history: History;
  readonly controllers: ReadonlyMap<string, Lane>;
}

/**
 * Why the fate of a Pod may be another than the record shows; undefined when the record proves it.
 *
 * A Pod that is there after a gap with the same UID has hidden nothing: its containers carry their restarts with them.
 * A Pod that went inside one has: nobody saw whether it was deleted or removed as one too many, nor whether its
 * containers had restarted before. And what a Pod's departure means rests on its owner's wishes at that moment.
 */
export function doubtAbout(lane: Lane, versions: readonly Version[], record: Record): string | undefined {
  const end = versions.find((version) => version.gone || isTerminating(asPod(version.object)));
  if (!end) return undefined;
  const first = versions[0];
  if (end !== first && end.afterGap && disruptionReason(asPod(end.object)) === undefined) {
    return `${lane.name} went while nobody was watching`;
  }
  if (end !== first && end.how === 'missing') return `${lane.name} went while nobody was watching`;
  const owner = versions.findLast((version) => controllerUidOf(asPod(version.object)) !== undefined);
  const controller = record.controllers.get((owner && controllerUidOf(asPod(owner.object))) ?? '');
  return controller && changedUnseenAround(controller, end)
    ? `${controller.name} was changed while nobody was watching`
    : undefined;
}

/** Whether the owner's spec changed in a gap that the departure may lie in. */
function changedUnseenAround(controller: Lane, end: Version): boolean {
  return controller.versions.some((version, i) => {
    const before = controller.versions[i - 1];
    if (!version.afterGap || !before) return false;
    const changed = version.gone || version.object.metadata?.generation !== before.object.metadata?.generation;
    return changed && end.order > before.order && end.order <= version.order;
  });
}
