import type { Timeline, TimelineLane } from '@podlab/grader/timeline';
import { expect, it } from 'vitest';
import { recentLanes } from './recent-lanes.ts';

const lane = (uid: string, goneMs?: number): TimelineLane => ({
  uid,
  short: uid,
  owner: undefined,
  moments: [
    { what: 'created', atMs: 0, late: false },
    ...(goneMs === undefined ? [] : [{ what: 'gone', atMs: goneMs, late: false } as const]),
  ],
  note: '',
  successor: undefined,
  end: goneMs === undefined ? undefined : 'deleted',
});
const timeline = {
  lanes: [lane('early', 10), lane('alive'), lane('last', 30), lane('middle', 20), lane('other')],
} as unknown as Timeline;
const uids = (most: number) => recentLanes(timeline, most).lanes.map(({ uid }) => uid);

it.each([
  [9, ['early', 'alive', 'last', 'middle', 'other']],
  [4, ['alive', 'last', 'middle', 'other']],
  [3, ['alive', 'last', 'other']],
  [1, ['alive']],
])('of five lanes, %i at most', (most, kept) => {
  expect(uids(most)).toEqual(kept);
});

it('is the same object when all have room', () => {
  expect(recentLanes(timeline, 5)).toBe(timeline);
});
