import { describe, expect, it } from 'vitest';
import { aJobPod } from '../testing/objects.ts';
import { noFailures, recordEnds, remainingBackoffMs } from './failure-backoff.ts';

const endedAt = (phase: string, second: number) =>
  aJobPod(phase, { finishedAt: `2026-11-24T00:00:${String(second).padStart(2, '0')}Z` });
const atMs = (second: number) => Date.parse('2026-11-24T00:00:00Z') + second * 1000;

describe('remainingBackoffMs', () => {
  it.each([
    [0, 0],
    [1, 10_000],
    [2, 20_000],
    [3, 40_000],
    [6, 320_000],
    [7, 600_000],
    [20, 600_000],
  ])('after %i failures is %i ms from the last', (failures, ms) => {
    expect(remainingBackoffMs({ failures, lastFailureMs: 1000 }, 1000)).toBe(ms);
  });

  it('is over when it is over', () => {
    expect(remainingBackoffMs({ failures: 1, lastFailureMs: 0 }, 10_000)).toBe(0);
  });
});

describe('recordEnds', () => {
  it('adds failures to those before', () => {
    const record = { failures: 1, lastFailureMs: 0 };
    const after = recordEnds(record, [], [endedAt('Failed', 9), endedAt('Failed', 5)]);
    expect(after).toEqual({ failures: 3, lastFailureMs: atMs(9) });
  });

  it('forgets with a success all failures up to it', () => {
    const record = { failures: 4, lastFailureMs: 0 };
    const after = recordEnds(record, [endedAt('Succeeded', 6)], [endedAt('Failed', 5), endedAt('Failed', 7)]);
    expect(after).toEqual({ failures: 1, lastFailureMs: atMs(7) });
    expect(recordEnds(record, [endedAt('Succeeded', 6)], [])).toEqual(noFailures);
  });

  it('stays as it is when nothing has ended', () => {
    const record = { failures: 4, lastFailureMs: 7 };
    expect(recordEnds(record, [], [])).toBe(record);
  });
});
