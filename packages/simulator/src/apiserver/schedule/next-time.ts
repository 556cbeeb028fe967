import { civilTime, hourMs, midnightMs, minuteMs } from './civil-time.ts';
import type { Schedule } from './parse-schedule.ts';
import type { TimeZone } from './time-zone.ts';

/** A schedule that has no time within as many years, such as on 30 February, has none. */
const yearsAhead = 5;

/**
 * The first time of a schedule after a time. An hour that clocks leave out is left out; one that they show twice counts
 * twice.
 * @returns milliseconds since the Unix epoch; undefined when there is none
 * @see github.com/robfig/cron/v3 spec.go Next (v3.0.1)
 */
export function nextTime(schedule: Schedule, afterMs: number): number | undefined {
  if (schedule.form === 'every') return Math.floor(afterMs / 1000) * 1000 + schedule.delayMs;
  const { zone, minutes, hours, months } = schedule;
  let ms = (Math.floor(afterMs / minuteMs) + 1) * minuteMs;
  const lastYear = civilTime(ms, zone(ms)).year + yearsAhead;
  for (;;) {
    const { year, month, day, hour, minute, weekday } = civilTime(ms, zone(ms));
    if (year > lastYear) return undefined;
    if (!months.has(month)) ms = startOfDay(zone, year, month + 1, 1);
    else if (!isDay(schedule, day, weekday)) ms = startOfDay(zone, year, month, day + 1);
    else if (!hours.has(hour)) ms += hourMs - minute * minuteMs;
    else if (!minutes.has(minute)) ms += minuteMs;
    else return ms;
  }
}

function isDay(
  { days, weekdays, bothDays }: Extract<Schedule, { readonly form: 'fields' }>,
  day: number,
  weekday: number,
): boolean {
  if (bothDays) return days.has(day) && weekdays.has(weekday);
  return days.has(day) || weekdays.has(weekday);
}

/** The first moment of a day: midnight, or what follows it where clocks leave it out. */
function startOfDay(zone: TimeZone, year: number, month: number, day: number): number {
  const local = midnightMs(year, month, day);
  const guess = local - zone(local - zone(local));
  // Where midnight is left out, the guess may fall an hour short of the day.
  return guess + zone(guess) < local ? guess + hourMs : guess;
}
