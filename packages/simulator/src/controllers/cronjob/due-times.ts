import { parseTime } from '@podlab/apimachinery';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { minuteMs } from '../../apiserver/schedule/civil-time.ts';
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

/** What the cluster's clock says, and how far it is ahead of the clients' clocks, by which schedules go. */
export interface ScheduleClock {
  readonly nowMs: number;
  readonly skewMs: number;
  /** Since when it is that far ahead. */
  readonly skewSinceMs: number;
}

/** The times of a schedule that have passed since the last Job, by the cluster's clock. */
export interface DueTimes {
  /** The last of them. Undefined when there is none. */
  readonly latestMs?: number;
  /** From when on times count. */
  readonly sinceMs: number;
  readonly missed: 'none' | 'few' | 'many';
}

/**
 * Which times have passed since the last Job, or since the CronJob was created. Times longer ago than
 * `startingDeadlineSeconds` do not count, unless `ignoreDeadline`.
 * @see pkg/controller/cronjob/utils.go mostRecentScheduleTime
 */
export function dueTimes(
  { metadata, spec, status }: CronJob,
  schedule: Schedule,
  clock: ScheduleClock,
  ignoreDeadline = false,
): DueTimes {
  const { nowMs, skewMs } = clock;
  const startedMs = parseTime(status?.lastScheduleTime);
  const createdMs = parseTime(metadata.creationTimestamp) ?? 0;
  const lastMs = Math.max(
    startedMs === undefined ? createdMs : endOfMinute(schedule, startedMs - skewMs) + skewMs,
    sinceSkew(schedule, startedMs ?? createdMs, clock),
  );
  const deadline = ignoreDeadline ? undefined : spec?.startingDeadlineSeconds;
  const sinceMs = deadline === undefined ? lastMs : Math.max(lastMs, nowMs - deadline * 1000);
  const first = nextAfter(schedule, sinceMs, skewMs);
  if (first === undefined || nowMs < first) return { sinceMs, missed: 'none' };
  const second = nextAfter(schedule, first, skewMs);
  if (second === undefined || nowMs < second) return { sinceMs, latestMs: first, missed: 'none' };
  // Times may be years ago: the distance of two tells about where the last one is.
  const apartMs = second - first;
  const count = Math.floor((nowMs - first) / apartMs) + 1;
  let latestMs: number | undefined;
  for (
    let ms = nextAfter(schedule, first + (count - 2) * apartMs, skewMs);
    ms !== undefined && ms <= nowMs;
    ms = nextAfter(schedule, ms, skewMs)
  ) {
    latestMs = ms;
  }
  return { sinceMs, missed: count > manyMissed ? 'many' : 'few', ...(latestMs === undefined ? {} : { latestMs }) };
}

/** Milliseconds until the CronJob is to be looked at next; undefined when its schedule has no more times. */
export function untilNextMs(cronJob: CronJob, schedule: Schedule, clock: ScheduleClock): number | undefined {
  const { latestMs, sinceMs, missed } = dueTimes(cronJob, schedule, clock, true);
  const next = nextAfter(schedule, latestMs ?? (missed === 'none' ? sinceMs : clock.nowMs), clock.skewMs);
  return next === undefined ? undefined : next + afterTimeMs - clock.nowMs;
}

function nextAfter(schedule: Schedule, afterMs: number, skewMs: number): number | undefined {
  const next = nextTime(schedule, afterMs - skewMs);
  return next === undefined ? undefined : next + skewMs;
}

/**
 * When the clients' clocks are left behind, they show times again that had passed: those are not made up for. Clocks that
 * fall behind all the time hold up a schedule by no more than once its distance.
 */
function sinceSkew(schedule: Schedule, lastMs: number, { skewMs, skewSinceMs }: ScheduleClock): number {
  if (schedule.form === 'every' || skewSinceMs <= lastMs) return lastMs;
  const next = nextAfter(schedule, lastMs, skewMs);
  const second = next === undefined ? undefined : nextAfter(schedule, next, skewMs);
  return next === undefined || second === undefined ? lastMs : Math.min(skewSinceMs, lastMs + second - next);
}

/**
 * A time of the schedule itself, unless the clients' clocks have been left behind since: then no two Jobs may be less
 * than a minute apart, as no schedule of minutes would start them.
 */
function endOfMinute({ form }: Schedule, clientMs: number): number {
  return form === 'every' ? clientMs : Math.ceil(clientMs / minuteMs) * minuteMs;
}
