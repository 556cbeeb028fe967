import { describe, expect, it } from 'vitest';
import { meta } from '../testing/objects.ts';
import { type CronJob, scheduleOf } from './due-times.ts';
import { jobNameFor, planCronJob, surplusOf } from './plan-cronjob.ts';

const nowMs = Date.parse('2026-11-24T12:05:30Z');
const scheduledMs = Date.parse('2026-11-24T12:05:00Z');

function planned(spec: Partial<CronJob['spec']>, status: CronJob['status'] = {}) {
  const cronJob: CronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: meta({ name: 'tick', creationTimestamp: '2026-11-24T12:04:10Z' }),
    spec: { schedule: '* * * * *', jobTemplate: {}, ...spec },
    status,
  };
  const schedule = scheduleOf(cronJob);
  return schedule && planCronJob(cronJob, schedule, nowMs);
}

const running = { active: [{ name: 'tick-1' }] };

describe('planCronJob', () => {
  it.each([
    ['starts what is due', {}, {}, { action: 'start', scheduledMs, replaces: false, manyMissed: false }],
    ['starts nothing twice', {}, { lastScheduleTime: '2026-11-24T12:05:00Z' }, { action: 'wait' }],
    ['starts another beside one that runs', {}, running, { action: 'start', replaces: false }],
    ['waits for it when told to', { concurrencyPolicy: 'Forbid' }, running, { action: 'skip', why: 'active' }],
    ['takes its place when told to', { concurrencyPolicy: 'Replace' }, running, { action: 'start', replaces: true }],
    ['starts nothing too late', { startingDeadlineSeconds: 10 }, {}, { action: 'wait' }],
  ])('%s', (_, spec, status, plan) => {
    expect(planned(spec, status)).toMatchObject(plan);
  });
});

it('calls a Job after its minute', () => {
  expect(jobNameFor({ metadata: { name: 'tick' } } as CronJob, Date.parse('2026-11-23T22:30:00Z'))).toBe(
    'tick-29924550',
  );
});

it('gives up the Jobs that started first', () => {
  const job = (name: string, startTime: string) => ({ metadata: { name }, status: { startTime } });
  const jobs = [job('b', '2026-11-24T12:02:00Z'), job('a', '2026-11-24T12:01:00Z'), job('c', '2026-11-24T12:03:00Z')];
  expect(surplusOf(jobs, 1).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  expect(surplusOf(jobs, undefined)).toEqual([]);
});
