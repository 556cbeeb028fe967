import { parseTime } from '@podlab/apimachinery';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { nextTime } from '../../apiserver/schedule/next-time.ts';
import { parseSchedule, type Schedule, ScheduleError } from '../../apiserver/schedule/parse-schedule.ts';
import { findTimeZone } from '../../apiserver/schedule/time-zone.ts';

export type CronJob = StoredOf<'cronjobs'>;

/** A CronJob is looked at this long after a time of its schedule: then it has passed for certain. */
const afterTimeMs = 100;
/** More missed times than these are worth a warning. */
const manyMissed = 100;

/** The schedule with the CronJob's time zone. Undefined when it cannot be read. */
export function scheduleOf({ spec }: CronJob): Schedule | undefined {
  try {
    const zone = findTimeZone(spec?.timeZone ?? '');
    return zone && parseSchedule(spec?.schedule ?? '', zone);
  } catch (error) {
    if (error instanceof ScheduleError) return undefined;
    throw error;
  }
}

/** The times of a schedule that have passed since the last Job. */
export interface DueTimes {
  /** The last of them. Undefined when there is none. */
  readonly latestMs?: number;
  /** From when on times count. */
  readonly sinceMs: number;
  /** `never`: the schedule has no times, such as that of a 31 February. */
  readonly missed: 'none' | 'few' | 'many' | 'never';
}

/**
 * Which times have passed since the last Job, or since the CronJob was created. Times longer ago than
 * `startingDeadlineSeconds` do not count, unless `ignoreDeadline`.
 * @see pkg/controller/cronjob/utils.go mostRecentScheduleTime
 */
export function dueTimes(
  { metadata, spec, status }: CronJob,
  schedule: Schedule,
  nowMs: number,
  ignoreDeadline = false,
): DueTimes {
  const lastMs = parseTime(status?.lastScheduleTime) ?? parseTime(metadata.creationTimestamp) ?? 0;
  const deadline = ignoreDeadline ? undefined : spec?.startingDeadlineSeconds;
  const sinceMs = deadline === undefined ? lastMs : Math.max(lastMs, nowMs - deadline * 1000);
  const first = nextTime(schedule, sinceMs);
  if (first === undefined) return { sinceMs, missed: 'never' };
  if (nowMs < first) return { sinceMs, missed: 'none' };
  const second = nextTime(schedule, first);
  if (second === undefined || nowMs < second) return { sinceMs, latestMs: first, missed: 'none' };
  // Times may be years ago: the distance of two tells about where the last one is.
  const apartMs = second - first;
  const count = Math.floor((nowMs - first) / apartMs) + 1;
  let latestMs: number | undefined;
  for (
    let ms = nextTime(schedule, first + (count - 2) * apartMs);
    ms !== undefined && ms <= nowMs;
    ms = nextTime(schedule, ms)
  ) {
    latestMs = ms;
  }
  return { sinceMs, missed: count > manyMissed ? 'many' : 'few', ...(latestMs === undefined ? {} : { latestMs }) };
}

/** Milliseconds until the CronJob is to be looked at next; undefined when its schedule has no more times. */
export function untilNextMs(cronJob: CronJob, schedule: Schedule, nowMs: number): number | undefined {
  const { latestMs, sinceMs, missed } = dueTimes(cronJob, schedule, nowMs, true);
  const next = nextTime(schedule, latestMs ?? (missed === 'none' ? sinceMs : nowMs));
  return next === undefined ? undefined : next + afterTimeMs - nowMs;
}
