import { expect, it } from 'vitest';
import { restartEvents, untilNextMs } from './node-heartbeat.ts';

const sufficient = ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'];
const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];
const conditions = (pressure: string, ready: string) => [
  ...pressures.map((type) => ({ type, status: pressure })),
  { type: 'Ready', status: ready },
];

it.each([
  ['a node that nobody has missed', conditions('False', 'True'), sufficient],
  ['one that has become NotReady', conditions('Unknown', 'Unknown'), [...sufficient, ...sufficient, 'NodeReady']],
  ['one that was not ready before', conditions('False', 'False'), [...sufficient, 'NodeReady']],
])('a kubelet that starts again on %s says how it is', (_, before, reasons) => {
  expect(restartEvents(before)).toEqual(reasons);
});

it.each([
  [0, 3_000, 3_000],
  [3_000, 3_000, 10_000],
  [12_999, 3_000, 1],
  [13_001, 3_000, 9_999],
])('at %i ms, what comes at %i of each ten seconds comes in %i', (nowMs, phaseMs, expected) => {
  expect(untilNextMs(nowMs, { everyMs: 10_000, phaseMs })).toBe(expected);
});
