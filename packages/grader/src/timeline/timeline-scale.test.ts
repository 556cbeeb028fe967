import { expect, it } from 'vitest';
import { timelineScale } from './timeline-scale.ts';
import type { TimelineLane } from './timeline.ts';

const lane = (...times: number[]): TimelineLane => ({
  uid: 'u',
  short: 'web·u',
  owner: undefined,
  note: '',
  successor: undefined,
  end: undefined,
  moments: times.map((atMs) => ({ what: 'ready', atMs, late: false })),
});

it('is true to scale, but for quiet stretches, which take the place of 20 s', () => {
  const scale = timelineScale({ fromMs: 0, toMs: 120_000, lanes: [lane(10_000, 110_000)], gaps: [] });
  expect(scale.place(10_000)).toBeCloseTo(10 / 40);
  expect(scale.place(110_000)).toBeCloseTo(30 / 40);
  expect(scale.place(60_000)).toBeCloseTo(20 / 40);
  expect(scale.shortened).toEqual([{ fromMs: 10_000, toMs: 110_000 }]);
});

it('finds the time of a place, and stays within the run', () => {
  const scale = timelineScale({ fromMs: 5000, toMs: 25_000, lanes: [lane(15_000)], gaps: [] });
  expect(scale.timeAt(scale.place(12_345))).toBeCloseTo(12_345);
  expect([scale.place(0), scale.place(99_999)]).toEqual([0, 1]);
  expect([scale.timeAt(0), scale.timeAt(1)]).toEqual([5000, 25_000]);
});

it('has a place for everything when nothing lasts', () => {
  expect(timelineScale({ fromMs: 7, toMs: 7, lanes: [], gaps: [] }).place(7)).toBe(0);
});
