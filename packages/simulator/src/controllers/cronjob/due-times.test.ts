import { describe, expect, it } from 'vitest';
import { meta } from '../testing/objects.ts';
import { type CronJob, dueTimes, scheduleOf, untilNextMs } from './due-times.ts';

const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);

function aCronJob(spec: Partial<CronJob['spec']>, lastScheduleTime?: string): CronJob {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: meta({ name: 'tick', creationTimestamp: '2026-11-24T11:59:30Z' }),
    spec: { schedule: '* * * * *', jobTemplate: {}, ...spec },
    ...(lastScheduleTime ? { status: { lastScheduleTime: `2026-11-24T${lastScheduleTime}Z` } } : {}),
  };
}

const noSkew = { skewMs: 0, skewSinceMs: 0 };

/** `none`, or the latest time and how many were missed. */
function due(cronJob: CronJob, now: string, skew: { skewMs: number; skewSinceMs: number } = noSkew): string {
  const schedule = scheduleOf(cronJob);
  if (!schedule) return 'unreadable';
  const { latestMs, missed } = dueTimes(cronJob, schedule, { nowMs: at(now), ...skew });
  return latestMs === undefined ? `none ${missed}` : `${new Date(latestMs).toISOString().slice(11, 19)} ${missed}`;
}

describe('dueTimes', () => {
  it.each([
    ['none before the first', aCronJob({}), '11:59:59', 'none none'],
    ['the first', aCronJob({}), '12:00:00', '12:00:00 none'],
    ['none again after it', aCronJob({}, '12:00:00'), '12:00:30', 'none none'],
    ['the last of several that were missed', aCronJob({}, '12:00:00'), '12:05:30', '12:05:00 few'],
    ['the last of very many', aCronJob({}, '10:00:00'), '12:05:30', '12:05:00 many'],
    [
      'none longer ago than the deadline',
      aCronJob({ startingDeadlineSeconds: 20 }, '12:00:00'),
      '12:01:30',
      'none none',
    ],
    ['one within it', aCronJob({ startingDeadlineSeconds: 40 }, '12:00:00'), '12:01:30', '12:01:00 none'],
    ['nothing of a schedule that cannot be read', aCronJob({ schedule: 'x' }), '12:00:00', 'unreadable'],
    [
      'times by the clocks of its zone',
      aCronJob({ schedule: '0 13 * * *', timeZone: 'Europe/Berlin' }),
      '12:00:01',
      '12:00:00 none',
    ],
  ])('finds %s', (_, cronJob, now, text) => {
    expect(due(cronJob, now)).toBe(text);
  });
});

describe("dueTimes by the clients' clocks, 87 s behind", () => {
  it.each([
    ['none before their minute', aCronJob({}), '12:00:26', 'none none'],
    ['none of before they were left behind', aCronJob({ schedule: '59 * * * *' }), '12:00:26', 'none none'],
    ['their minute', aCronJob({}), '12:00:27', '12:00:27 none'],
    ['none again after it', aCronJob({}, '12:00:27'), '12:01:26', 'none none'],
    [
      'none less than a minute after one before the clocks were left behind',
      aCronJob({}, '12:00:00'),
      '12:01:26',
      'none none',
    ],
    ['the first that is later', aCronJob({}, '12:00:00'), '12:01:27', '12:01:27 none'],
    ['times of a delay as they come', aCronJob({ schedule: '@every 10s' }, '12:00:04'), '12:00:14', '12:00:14 none'],
    ['the last of several', aCronJob({}, '12:00:27'), '12:05:30', '12:05:27 few'],
  ])('finds %s', (_, cronJob, now, text) => {
    expect(due(cronJob, now, { skewMs: 87_000, skewSinceMs: at('12:00:20') })).toBe(text);
  });
});

it('looks again shortly after the next time', () => {
  const cronJob = aCronJob({}, '12:00:00');
  const schedule = scheduleOf(cronJob);
  expect(schedule && untilNextMs(cronJob, schedule, { nowMs: at('12:00:10'), skewMs: 0, skewSinceMs: 0 })).toBe(50_100);
});
