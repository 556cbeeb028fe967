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

/** `none`, or the latest time and how many were missed. */
function due(cronJob: CronJob, now: string): string {
  const schedule = scheduleOf(cronJob);
  if (!schedule) return 'unreadable';
  const { latestMs, missed } = dueTimes(cronJob, schedule, at(now));
  return latestMs === undefined ? `none ${missed}` : `${new Date(latestMs).toISOString().slice(11, 19)} ${missed}`;
}

describe('dueTimes', () => {
  it.each([
    ['that there will never be one', aCronJob({ schedule: '* * 31 2 *' }), '12:00:00', 'none never'],
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

it('looks again shortly after the next time', () => {
  const cronJob = aCronJob({}, '12:00:00');
  const schedule = scheduleOf(cronJob);
  expect(schedule && untilNextMs(cronJob, schedule, at('12:00:10'))).toBe(50_100);
});
