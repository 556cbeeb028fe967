import type { TimelineLane } from './timeline.ts';

/** Lanes by owner, each successor under the Pod whose place it took. */
export function inOrder(lanes: readonly TimelineLane[]): readonly TimelineLane[] {
  const byUid = new Map(lanes.map((lane) => [lane.uid, lane]));
  const followers = new Set(lanes.flatMap(({ successor }) => successor ?? []));
  const byOwner = new Map<string | undefined, TimelineLane[]>();
  for (const lane of lanes) {
    const list = byOwner.get(lane.owner) ?? [];
    byOwner.set(lane.owner, list);
    if (followers.has(lane.uid)) continue;
    for (let next: TimelineLane | undefined = lane; next; next = byUid.get(next.successor ?? '')) list.push(next);
  }
  return [...byOwner.values()].flat();
}
