/** A time on the clocks of a place. */
export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 0: Sunday. */
  readonly weekday: number;
}

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** What clocks that are `offsetMs` ahead of UTC show. @param ms since the Unix epoch */
export function civilTime(ms: number, offsetMs: number): CivilTime {
  const local = ms + offsetMs;
  const days = Math.floor(local / dayMs);
  const ofDay = local - days * dayMs;
  return {
    ...dateOf(days),
    hour: Math.floor(ofDay / hourMs),
    minute: Math.floor((ofDay % hourMs) / minuteMs),
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

/** The days from the Unix epoch to a date; months and days beyond the end go on into the next. */
export function daysFromEpoch(year: number, month: number, day: number): number {
  const shifted = month - 3;
  const years = year + Math.floor(shifted / 12);
  const monthFromMarch = ((shifted % 12) + 12) % 12;
  const era = Math.floor(years / 400);
  const yearOfEra = years - era * 400;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Midnight of a date as if at UTC, in milliseconds. */
export function midnightMs(year: number, month: number, day: number): number {
  return daysFromEpoch(year, month, day) * dayMs;
}

/** The date that many days after the Unix epoch, in the Gregorian calendar. */
function dateOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}
