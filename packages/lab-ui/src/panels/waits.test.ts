import { expect, it } from 'vitest';
import type { ClusterPicture } from '../picture/cluster-picture.ts';
import { sayDuration, sayTime, waitsOf } from './waits.ts';

it.each([
  [0, '0 s'],
  [40_400, '40 s'],
  [60_000, '1 min'],
  [150_000, '2 min 30 s'],
  [3_900_000, '1 h 5 min'],
])('%d ms are %s', (ms, said) => {
  expect(sayDuration(ms)).toBe(said);
});

it('tells the time in UTC', () => {
  expect(sayTime(Date.UTC(2026, 10, 27, 14, 3, 9))).toBe('14:03:09');
});

it('finds what the cluster waits for, soonest first, and nothing that is over', () => {
  const pod = (name: string, change: object) => ({ name, containers: [], terminating: undefined, ...change });
  const container = (untilMs: number) => ({ name: 'app', backOff: { fromMs: 0, untilMs } });
  const picture = {
    nodes: [
      { pods: [pod('a', { containers: [container(9000)] }), pod('b', { terminating: { fromMs: 0, untilMs: 5000 } })] },
    ],
    waiting: [pod('c', { containers: [container(900)] })],
  } as unknown as ClusterPicture;
  expect(waitsOf(picture, 1000).map(({ what }) => what)).toEqual([
    'the grace period of b ends',
    'a starts its container app again',
  ]);
  expect(waitsOf(undefined, 0)).toEqual([]);
});
