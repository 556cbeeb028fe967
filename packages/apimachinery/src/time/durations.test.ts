import { describe, expect, it } from 'vitest';
import { formatGoDuration, parseGoDuration } from './go-duration.ts';
import { humanAge, humanDuration } from './human-duration.ts';

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];

describe('humanDuration', () => {
  it.each<[number, string]>([
    [-2 * second, '<invalid>'],
    [-1 * second, '0s'],
    [0, '0s'],
    [119 * second, '119s'],
    [2 * minute, '2m'],
    [2 * minute + 5 * second, '2m5s'],
    [10 * minute, '10m'],
    [179 * minute, '179m'],
    [3 * hour, '3h'],
    [3 * hour + 20 * minute, '3h20m'],
    [8 * hour + 59 * minute, '8h'],
    [47 * hour, '47h'],
    [2 * day, '2d'],
    [2 * day + 5 * hour, '2d5h'],
    [8 * day + 5 * hour, '8d'],
    [700 * day, '700d'],
    [731 * day, '2y1d'],
    [3000 * day, '8y'],
  ])('%d ms is %s', (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });

  it('knows no age without a time', () => {
    expect(humanAge(undefined, 0)).toBe('<unknown>');
    expect(humanAge('1970-01-01T00:00:00Z', 12_000)).toBe('12s');
  });
});

describe('Go durations', () => {
  it.each<[number, string]>([
    [0, '0s'],
    [10 * second, '10s'],
    [80 * second, '1m20s'],
    [2 * hour, '2h0m0s'],
    [1500, '1.5s'],
    [250, '250ms'],
    [0.5, '500µs'],
    [-3 * second, '-3s'],
    [5 * minute, '5m0s'],
  ])('%d ms is %s, both ways', (ms, text) => {
    expect(formatGoDuration(ms)).toBe(text);
    expect(parseGoDuration(text)).toBe(ms);
  });

  it.each<[string, number | undefined]>([
    ['1.5h', 5_400_000],
    ['1h15m30.918s', 4_530_918],
    ['0', 0],
    ['10', undefined],
    ['s', undefined],
    ['', undefined],
    ['1d', undefined],
  ])('%j is read as %j', (text, ms) => {
    expect(parseGoDuration(text)).toBe(ms);
  });
});
