import { formatTime } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { nextTime } from './next-time.ts';
import { parseSchedule } from './parse-schedule.ts';
import { findTimeZone, utc } from './time-zone.ts';

/** The next times after one, shortened to minutes. */
function nextTimes(schedule: string, after: string, count: number, zoneName = ''): string[] {
  const parsed = parseSchedule(schedule, findTimeZone(zoneName) ?? utc);
  const times: string[] = [];
  for (let ms: number | undefined = Date.parse(after); times.length < count; ) {
    ms = nextTime(parsed, ms);
    if (ms === undefined) break;
    times.push(formatTime(ms).slice(0, 16));
  }
  return times;
}

describe('nextTime', () => {
  it.each([
    ['* * * * *', '2026-11-24T12:00:00Z', ['2026-11-24T12:01', '2026-11-24T12:02']],
    ['* * * * *', '2026-11-24T12:00:59.9Z', ['2026-11-24T12:01']],
    ['*/15 * * * *', '2026-11-24T12:16:00Z', ['2026-11-24T12:30', '2026-11-24T12:45', '2026-11-24T13:00']],
    ['5/20 * * * *', '2026-11-24T12:00:00Z', ['2026-11-24T12:05', '2026-11-24T12:25', '2026-11-24T12:45']],
    ['30 8 * * MON-FRI', '2026-11-27T09:00:00Z', ['2026-11-30T08:30']],
    ['0 0 1,15 * 3', '2026-11-24T12:00:00Z', ['2026-11-25T00:00', '2026-12-01T00:00', '2026-12-02T00:00']],
    ['0 0 31 * *', '2026-11-24T12:00:00Z', ['2026-12-31T00:00', '2027-01-31T00:00', '2027-03-31T00:00']],
    ['0 12 29 2 *', '2026-11-24T12:00:00Z', ['2028-02-29T12:00']],
    ['0 0 30 2 *', '2026-11-24T12:00:00Z', []],
    ['@hourly', '2026-12-31T23:30:00Z', ['2027-01-01T00:00']],
    ['@weekly', '2026-11-24T12:00:00Z', ['2026-11-29T00:00']],
    ['@every 90m', '2026-11-24T12:00:00Z', ['2026-11-24T13:30', '2026-11-24T15:00']],
  ])('of %s after %s is %j', (schedule, after, times) => {
    expect(nextTimes(schedule, after, Math.max(1, times.length))).toEqual(times);
  });

  it.each([
    ['winter', '30 9 * * *', '2026-01-10T00:00:00Z', ['2026-01-10T08:30']],
    ['summer', '30 9 * * *', '2026-07-10T00:00:00Z', ['2026-07-10T07:30']],
    ['the hour that is left out', '30 2 * * *', '2026-03-28T12:00:00Z', ['2026-03-30T00:30']],
    ['every hour of a short night', '5 * * * *', '2026-03-29T00:30:00Z', ['2026-03-29T01:05', '2026-03-29T02:05']],
    ['the hour that comes twice', '30 2 * * *', '2026-10-24T12:00:00Z', ['2026-10-25T00:30', '2026-10-25T01:30']],
    [
      'every hour of a long night',
      '5 2,3 * * *',
      '2026-10-24T12:00:00Z',
      ['2026-10-25T00:05', '2026-10-25T01:05', '2026-10-25T02:05'],
    ],
  ])('follows the clocks of Berlin in %s', (_, schedule, after, times) => {
    expect(nextTimes(schedule, after, times.length, 'Europe/Berlin')).toEqual(times);
  });
});

describe('parseSchedule', () => {
  it.each([
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['9-5 * * * *', 'beginning of range (9) beyond end of range (5): 9-5'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['@sometimes', 'unrecognized descriptor: @sometimes'],
  ])('refuses %s', (schedule, message) => {
    expect(() => parseSchedule(schedule)).toThrow(message);
  });
});

it('knows zones by their names, and no others', () => {
  expect(findTimeZone('Asia/Tokyo')?.(0)).toBe(9 * 3_600_000);
  expect(findTimeZone('US/Eastern')?.(0)).toBe(-5 * 3_600_000);
  expect(findTimeZone('europe/berlin')).toBeUndefined();
  expect(findTimeZone('America/new_york')).toBeUndefined();
  expect(findTimeZone('Nowhere/Town')).toBeUndefined();
});
