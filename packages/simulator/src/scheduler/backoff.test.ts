import { expect, it } from 'vitest';
import { isBackingOff, schedulingBackoffMs } from './backoff.ts';

it.each([
  [0, 0],
  [1, 1_000],
  [2, 2_000],
  [3, 4_000],
  [4, 8_000],
  [5, 10_000],
  [50, 10_000],
])('after %i rejections a Pod is left alone for %i ms', (rejections, ms) => {
  expect(schedulingBackoffMs(rejections)).toBe(ms);
});

it.each([
  ['never before its first rejection', 0, 5_000, false],
  ['within the time', 2, 6_500, true],
  ['through the second in which it ends', 2, 7_999, true],
  ['and no longer', 2, 8_000, false],
])('a Pod rejected at 5.3 s is backing off: %s', (_about, rejections, nowMs, expected) => {
  expect(isBackingOff(5_300, rejections, nowMs)).toBe(expected);
});
