import type { Timeline, TimelineLane } from '@podlab/grader/timeline';
import type { LabState } from '@podlab/lab-ui/model';
import { applyListChange, type ListChange, listChange } from './list-change.ts';

/** What has changed in the state, as it goes from the worker to the page: of a long timeline, only lanes that are new. */
export interface StateChange {
  readonly change: Partial<LabState>;
  /** The timeline has changed; its lanes as against those of the last one that was told. */
  readonly timeline?: Omit<Timeline, 'lanes'> & { readonly lanes: ListChange<TimelineLane> };
}

/**
 * Packs a change of the state.
 * @param told the timeline that the page has; a lane that has not changed since is the same object
 */
export function packChange(change: Partial<LabState>, told: Timeline | undefined): StateChange {
  const { timeline, ...rest } = change;
  if (!timeline || !told) return { change };
  return { change: rest, timeline: { ...timeline, lanes: listChange(told.lanes, timeline.lanes) } };
}

/** @param told the timeline that came last from the same worker */
export function unpackChange({ change, timeline }: StateChange, told: Timeline | undefined): Partial<LabState> {
  if (!timeline) return change;
  return { ...change, timeline: { ...timeline, lanes: applyListChange(told?.lanes ?? [], timeline.lanes) } };
}
