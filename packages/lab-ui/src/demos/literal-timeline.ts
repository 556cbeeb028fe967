import type { Moment, Timeline, TimelineLane } from '@podlab/grader/timeline';
import { uidFor } from './uid-for.ts';

/** The life of a Pod as a page writes it down; times are seconds of the run. */
export interface PodLife {
  readonly name: string;
  /** Default 0: it was there when the run began. */
  readonly created?: number;
  /** When it became ready; default: at its creation. */
  readonly ready?: number;
  /** When containers were started again. Each is taken for not ready for a second before. */
  readonly restarts?: readonly number[];
  /** When its deletion began. */
  readonly deleted?: number;
  /** When it was gone; default: with its deletion. */
  readonly gone?: number;
  /** When its containers ended for good, and how. */
  readonly finished?: number;
  readonly end?: 'completed' | 'failed' | 'evicted';
  /** Such as `ReplicaSet web`; default: nobody owns it. */
  readonly owner?: string;
  /** Name of the Pod that took its place. */
  readonly replacedBy?: string;
  readonly note?: string;
}

/** The timeline of written lives. @param seconds how long it is */
export function literalTimeline(lives: readonly PodLife[], seconds: number): Timeline {
  const lanes = lives.map((life): TimelineLane => {
    const uid = uidFor(life.name);
    return {
      uid,
      short: `${life.name}·${uid.slice(0, 5)}`,
      owner: life.owner,
      moments: momentsOf(life),
      note: life.note ?? noteOn(life, lives),
      successor: life.replacedBy === undefined ? undefined : uidFor(life.replacedBy),
      end:
        life.finished === undefined ? (life.deleted === undefined ? undefined : 'deleted') : (life.end ?? 'completed'),
    };
  });
  return { fromMs: 0, toMs: seconds * 1000, lanes, gaps: [] };
}

function momentsOf(life: PodLife): readonly Moment[] {
  const created = life.created ?? 0;
  const moments: [Moment['what'], number][] = [
    [life.created === undefined ? 'there' : 'created', created],
    ['ready', life.ready ?? created],
    ...(life.restarts ?? []).flatMap((at): [Moment['what'], number][] => [
      ['notReady', at - 1],
      ['restarted', at],
      ['ready', at],
    ]),
    ...(life.finished === undefined ? [] : ([['finished', life.finished]] as [Moment['what'], number][])),
    ...(life.deleted === undefined
      ? []
      : ([
          ['deletionBegan', life.deleted],
          ['gone', life.gone ?? life.deleted],
        ] as [Moment['what'], number][])),
  ];
  return moments.map(([what, at]) => ({ what, atMs: at * 1000, late: false })).toSorted((a, b) => a.atMs - b.atMs);
}

function noteOn(life: PodLife, lives: readonly PodLife[]): string {
  const replaces = lives.find(({ replacedBy }) => replacedBy === life.name);
  const count = life.restarts?.length ?? 0;
  const words = [
    ...(replaces ? [`new UID: replaces ${uidFor(replaces.name).slice(0, 5)}`] : []),
    ...(count === 0 ? [] : [count === 1 ? 'restarted once' : `restarted ${count} times`]),
    ...(life.finished === undefined ? [] : [life.end ?? 'completed']),
    ...(life.deleted === undefined ? [] : ['deleted']),
  ];
  const text = words.join(', then ') || 'untouched';
  return life.replacedBy === undefined ? text : `${text}: replaced by ${uidFor(life.replacedBy).slice(0, 5)}`;
}
