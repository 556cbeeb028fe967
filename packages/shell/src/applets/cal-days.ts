/** 3 September 1752 (Julian), the first of eleven days that were left out, counted from 1 January of year 1. */
const firstMissingDay = 639_799;
const missingDays = 11;

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year <= 1752 || year % 100 !== 0 || year % 400 === 0);
}

/** Leap years from year 1 to this one. */
function leapYears(year: number): number {
  const centuries = year > 1700 ? Math.floor(year / 100) - 17 : 0;
  return Math.floor(year / 4) - centuries + (year > 1600 ? Math.floor((year - 1600) / 400) : 0);
}

/**
 * The days of a month in the calendar that cal knows: Julian up to 2 September 1752, Gregorian from the 14th.
 * @param month 1..12
 * @returns the days' numbers, the day of the year that the first of them is, and its weekday, 0 for Sunday
 */
export function daysOfMonth(year: number, month: number): { days: number[]; yearDay: number; weekday: number } {
  const february = isLeap(year) ? 1 : 0;
  const before = monthLengths.slice(0, month - 1).reduce((sum, length) => sum + length, 0);
  const yearDay = 1 + before + (month > 2 ? february : 0);
  const count = (monthLengths[month - 1] ?? 31) + (month === 2 ? february : 0);
  const day = (year - 1) * 365 + leapYears(year - 1) + yearDay;
  const weekday = (day + 5 - (day < firstMissingDay ? 0 : missingDays)) % 7;
  const days = Array.from({ length: count }, (_value, index) => index + 1);
  const isReform = year === 1752 && month === 9;
  return { days: isReform ? days.filter((one) => one < 3 || one > 13) : days, yearDay, weekday };
}
