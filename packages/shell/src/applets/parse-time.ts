import { civilTime, daysFromCivil } from './calendar.ts';
import { fromLocal, zoneAt } from './time-zone.ts';

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

type Name = keyof Fields;

/** The forms that busybox takes, with what their numbers are. A time of day may have seconds and an offset after it. */
const forms: ReadonlyArray<readonly [RegExp, readonly Name[]]> = [
  [/^(\d+):(\d+)/, ['hour', 'minute']],
  [/^(\d+)\.(\d+)-(\d+):(\d+)/, ['month', 'day', 'hour', 'minute']],
  [/^(\d+)\.(\d+)\.(\d+)-(\d+):(\d+)/, ['year', 'month', 'day', 'hour', 'minute']],
  [/^(\d+)-(\d+)-(\d+) +(\d+):(\d+)/, ['year', 'month', 'day', 'hour', 'minute']],
  [/^(\d+)-(\d+)-(\d+) +(\d+)$/, ['year', 'month', 'day', 'hour']],
  [/^(\d+)-(\d+)-(\d+)$/, ['year', 'month', 'day']],
];

/** Two digits each, from the right; a year has two or four. */
const compactNames: readonly Name[] = ['minute', 'hour', 'day', 'month', 'year'];

function isPossible({ month, day, hour, minute, second }: Fields): boolean {
  return month >= 1 && month <= 12 && day >= 0 && day <= 31 && hour <= 24 && minute <= 59 && second <= 61;
}

function toMs({ year, month, day, hour, minute, second }: Fields): number {
  return daysFromCivil(year, month, 1) * 86_400_000 + (((day - 1) * 24 + hour) * 60 + minute) * 60_000 + second * 1000;
}

/**
 * A time as `date -d` and `touch -d` take it; what is left out is today's, and a time of day that is left out is
 * midnight's.
 * @param tz the TZ that it is meant in
 * @param keepsTime whether a time of day that is left out is that of now
 * @returns milliseconds; undefined when it is none
 */
export function parseTime(text: string, nowMs: number, tz?: string, keepsTime = false): number | undefined {
  if (text.startsWith('@')) return /^@\d+$/.test(text) ? Number(text.slice(1)) * 1000 : undefined;
  const now = civilTime(nowMs + zoneAt(tz, nowMs).offsetMinutes * 60_000);
  const start = keepsTime ? now : { hour: 0, minute: 0, second: 0 };
  const fields: Fields = {
    year: now.year,
    month: now.month,
    day: now.day,
    hour: start.hour,
    minute: start.minute,
    second: start.second,
  };
  for (const [form, names] of forms) {
    const match = form.exec(text);
    if (!match) continue;
    for (const [index, name] of names.entries()) fields[name] = Number(match[index + 1]);
    const rest = /^(?::(\d+))?(?:\s*([-+])(\d{2}):?(\d{2})?)?$/.exec(text.slice(match[0].length));
    if (!rest || (rest[2] !== undefined && !names.includes('year'))) continue;
    const [, second, sign, hours, minutes] = rest;
    if (names.includes('minute')) fields.second = Number(second ?? 0);
    if (!isPossible(fields)) return undefined;
    if (sign === undefined) return fromLocal(tz, toMs(fields));
    return toMs(fields) - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
  }
  const named = /^\s*([A-Za-z]+) *(\d+) +(\d+:\d+:\d+) +(\d+)$/.exec(text);
  if (named) return parseTimeAs('%b %d %T %Y', text, nowMs, tz);
  const compact = /^(\d+)(?:\.(\d{2}))?$/.exec(text);
  if (!compact || (compact[1] ?? '').length % 2 !== 0 || (compact[1] ?? '').length > 12) return undefined;
  let digits = compact[1] ?? '';
  fields.hour = now.hour;
  for (const name of compactNames) {
    if (digits === '') break;
    const taken = name === 'year' ? digits : digits.slice(-2);
    fields[name] = name === 'year' && taken.length === 2 ? nearYear(Number(taken), now.year) : Number(taken);
    digits = digits.slice(0, digits.length - taken.length);
  }
  fields.second = Number(compact[2] ?? 0);
  // Month and day may be 0 here: they are what comes before the first.
  const isTaken = fields.month <= 12 && fields.day <= 31 && fields.hour <= 23 && fields.minute <= 59;
  if (!isTaken || fields.second > 60) return undefined;
  const { year, month } = fields;
  return fromLocal(tz, toMs(month === 0 ? { ...fields, year: year - 1, month: 12 } : fields));
}

/** The year of two digits that is nearest to another. */
function nearYear(short: number, now: number): number {
  const year = Math.floor(now / 100) * 100 + short;
  if (year < now - 50) return year + 100;
  return year > now + 50 ? year - 100 : year;
}

/** A time in the form that `-D` gives: `%Y`, `%m`, `%d`, `%H`, `%M`, `%S`, `%s`, `%y`, `%b`, `%T`, `%F`. */
export function parseTimeAs(form: string, text: string, nowMs: number, tz?: string): number | undefined {
  const now = civilTime(nowMs);
  const fields: Fields = { year: now.year, month: now.month, day: now.day, hour: 0, minute: 0, second: 0 };
  const names: (Name | 'epoch' | 'shortYear' | 'monthName')[] = [];
  const letters: Readonly<Record<string, Name | 'epoch' | 'shortYear' | 'monthName'>> = {
    Y: 'year',
    m: 'month',
    d: 'day',
    e: 'day',
    H: 'hour',
    M: 'minute',
    S: 'second',
    s: 'epoch',
    y: 'shortYear',
    b: 'monthName',
    B: 'monthName',
    h: 'monthName',
  };
  const spelled = form.replaceAll('%T', '%H:%M:%S').replaceAll('%F', '%Y-%m-%d').replaceAll('%R', '%H:%M');
  const source = spelled.replace(/%(.)|(\s+)|([^%\s])/g, (_all, letter: string | undefined, space, char: string) => {
    if (space !== undefined) return '\\s*';
    if (letter === undefined) return char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    const name = letters[letter];
    if (name === undefined) return letter === '%' ? '%' : '\\S*';
    names.push(name);
    return name === 'monthName'
      ? '([A-Za-z]+)'
      : name === 'year'
        ? '\\s*(\\d{1,4})'
        : name === 'epoch'
          ? '(\\d+)'
          : '\\s*(\\d{1,2})';
  });
  const match = new RegExp(`^${source}$`).exec(text);
  if (!match) return undefined;
  for (const [index, name] of names.entries()) {
    const value = match[index + 1] ?? '';
    if (name === 'epoch') return Number(value) * 1000;
    if (name === 'monthName') {
      fields.month = 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(value.slice(0, 3).toLowerCase()) / 3 + 1;
    } else if (name === 'shortYear') fields.year = Number(value) + (Number(value) < 69 ? 2000 : 1900);
    else fields[name] = Number(value);
  }
  return isPossible(fields) ? fromLocal(tz, toMs(fields)) : undefined;
}
