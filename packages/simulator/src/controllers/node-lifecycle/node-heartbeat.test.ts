import { expect, it } from 'vitest';
import { givenUpAtMs, nextMonitorMs } from './node-heartbeat.ts';

it.each([
  [0, 5_000],
  [4_999, 5_000],
  [5_000, 10_000],
])('looks at nodes every five seconds: after %i ms at %i ms', (nowMs, nextMs) => {
  expect(nextMonitorMs(nowMs + 7, 7)).toBe(nextMs + 7);
});

it.each([
  ['at a look', 10_000, 60_000],
  ['just after one', 10_001, 65_000],
  ['just before one', 14_999, 65_000],
])('gives a node up at the first look 50 s after the one that saw its last sign of life: %s', (_, heardMs, atMs) => {
  expect(givenUpAtMs(heardMs, 0)).toBe(atMs);
});
