import type { Timeline, TimelineLane } from '@podlab/grader/timeline';

/** A timeline with so many of its lanes at most, in their order: those of Pods that live, and those that ended last. */
export function recentLanes(timeline: Timeline, most: number): Timeline {
  if (timeline.lanes.length <= most) return timeline;
  const recent = new Set(timeline.lanes.toSorted(byEnd).slice(0, most));
  return { ...timeline, lanes: timeline.lanes.filter((lane) => recent.has(lane)) };
}

function byEnd(a: TimelineLane, b: TimelineLane): number {
  const [endedA, endedB] = [a, b].map(({ end, moments }) => (end === undefined ? undefined : moments.at(-1)?.atMs));
  if (endedA === undefined || endedB === undefined) return Number(endedA !== undefined) - Number(endedB !== undefined);
  return endedB - endedA;
}
