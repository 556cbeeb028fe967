import type { History } from '../history/history.ts';
import { TimelineFold } from './timeline-fold.ts';

/** The life of one UID, ready to be drawn or read aloud. */
export interface TimelineLane {
  readonly uid: string;
  /** `web-7d9f·a3f1c`. */
  readonly short: string;
  /** `ReplicaSet web-7d9f`, or undefined for a Pod that nobody owns. The last one it had. */
  readonly owner: string | undefined;
  readonly moments: readonly Moment[];
  /** What became of it, in a few words. */
  readonly note: string;
  /** UID of the Pod that took its place. */
  readonly successor: string | undefined;
  /** How its life ended; undefined: it lives. */
  readonly end: 'deleted' | 'evicted' | 'completed' | 'failed' | undefined;
}

/** Something that happened to a Pod. `there`: it existed when the record began. */
export interface Moment {
  readonly what: 'there' | 'created' | 'ready' | 'notReady' | 'restarted' | 'deletionBegan' | 'finished' | 'gone';
  readonly atMs: number;
  /** Seen only after a gap: it happened at this time or before. */
  readonly late: boolean;
}

/** When nobody looked at the Pods. */
export interface TimelineGap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The evidence of a run: one lane for every UID, not for every name. */
export interface Timeline {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lanes: readonly TimelineLane[];
  readonly gaps: readonly TimelineGap[];
}

/**
 * Reads the timeline off the record, from the beginning of the first step (or of the record) to its last entry: a
 * `TimelineFold` in one step.
 */
export function timelineOf(history: History): Timeline {
  return new TimelineFold(history).read();
}
