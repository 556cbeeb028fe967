import { parseGoDuration } from '@podlab/apimachinery';
import { durationFault } from './duration-fault.ts';
import { findTimeZone, type TimeZone, utc } from './time-zone.ts';

/** A schedule that cannot be read, in the words of the API server. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
  readonly code = 'INVALID_SCHEDULE';
}

/** When something is to happen again and again. */
export type Schedule =
  | { readonly form: 'every'; readonly delayMs: number }
  | {
      readonly form: 'fields';
      readonly zone: TimeZone;
      readonly minutes: ReadonlySet<number>;
      readonly hours: ReadonlySet<number>;
      readonly days: ReadonlySet<number>;
      readonly months: ReadonlySet<number>;
      /** 0: Sunday. */
      readonly weekdays: ReadonlySet<number>;
      /** Whether day and weekday both have to match; else, as both are given, either will do. */
      readonly bothDays: boolean;
    };

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const bounds: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: ['', ...'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')] },
  { min: 0, max: 6, names: 'sun mon tue wed thu fri sat'.split(' ') },
];

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/**
 * Reads a schedule: five fields (minute, hour, day of the month, month, weekday), a word such as `@hourly`, or
 * `@every 90s`.
 * @param zone whose clocks count; default UTC
 * @throws ScheduleError
 * @see github.com/robfig/cron/v3 parser.go ParseStandard (v3.0.1), which the API server and the controller use
 */
export function parseSchedule(text: string, zone: TimeZone = utc): Schedule {
  if (text === '') throw new ScheduleError('empty spec string');
  const prefix = /^(?:CRON_)?TZ=(\S*)\s+(.*)$/.exec(text);
  if (prefix) {
    const named = findTimeZone(prefix[1] ?? '');
    if (!named) throw new ScheduleError(`provided bad location ${prefix[1]}: unknown time zone ${prefix[1]}`);
    return parseSchedule(prefix[2] ?? '', named);
  }
  if (text.startsWith('@every ')) return { form: 'every', delayMs: everyMs(text) };
  const fields = (text.startsWith('@') ? descriptorFields(text) : text).split(/\s+/).filter((field) => field !== '');
  if (fields.length !== 5) {
    throw new ScheduleError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  }
  const read = fields.map((field, i) => readField(field, bounds[i] as Bounds));
  const [minutes, hours, days, months, weekdays] = read.map(({ values }) => values);
  return {
    form: 'fields',
    zone,
    minutes: minutes as Set<number>,
    hours: hours as Set<number>,
    days: days as Set<number>,
    months: months as Set<number>,
    weekdays: weekdays as Set<number>,
    bothDays: Boolean(read[2]?.isStar || read[4]?.isStar),
  };
}

function everyMs(text: string): number {
  const duration = text.slice('@every '.length);
  const ms = parseGoDuration(duration);
  if (ms === undefined) {
    throw new ScheduleError(
      `failed to parse duration ${text}: time: ${durationFault(duration)} ${JSON.stringify(duration)}`,
    );
  }
  return Math.max(1000, Math.floor(ms / 1000) * 1000);
}

function descriptorFields(text: string): string {
  const fields = descriptors[text];
  if (!fields) throw new ScheduleError(`unrecognized descriptor: ${text}`);
  return fields;
}

function readField(field: string, limits: Bounds): { readonly values: Set<number>; readonly isStar: boolean } {
  const values = new Set<number>();
  let isStar = false;
  for (const part of field.split(',').filter((text) => text !== '')) {
    const range = readRange(part, limits);
    for (let value = range.first; value <= range.last; value += range.step) values.add(value);
    isStar ||= range.isStar;
  }
  return { values, isStar };
}

function readRange(text: string, limits: Bounds) {
  const [range = '', ...steps] = text.split('/');
  const [low = '', ...highs] = range.split('-');
  const isAny = low === '*' || low === '?';
  if (!isAny && highs.length > 1) throw new ScheduleError(`too many hyphens: ${text}`);
  const first = isAny ? limits.min : readNumber(low, limits);
  let last = isAny ? limits.max : highs[0] === undefined ? first : readNumber(highs[0], limits);
  if (steps.length > 1) throw new ScheduleError(`too many slashes: ${text}`);
  const step = steps[0] === undefined ? 1 : readNumber(steps[0], { min: 0, max: Infinity });
  // `5/10` begins at 5 and goes on to the end.
  if (steps.length === 1 && highs.length === 0) last = limits.max;
  if (first < limits.min) {
    throw new ScheduleError(`beginning of range (${first}) below minimum (${limits.min}): ${text}`);
  }
  if (last > limits.max) throw new ScheduleError(`end of range (${last}) above maximum (${limits.max}): ${text}`);
  if (first > last) throw new ScheduleError(`beginning of range (${first}) beyond end of range (${last}): ${text}`);
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${text}`);
  return { first, last, step, isStar: isAny && step === 1 };
}

function readNumber(text: string, { names = [] }: Bounds): number {
  const named = names.indexOf(text.toLowerCase());
  if (text !== '' && named >= 0) return named;
  if (!/^[+-]?\d+$/.test(text)) {
    const quoted = JSON.stringify(text);
    throw new ScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing ${quoted}: invalid syntax`);
  }
  const number = Number(text);
  if (number < 0) throw new ScheduleError(`negative number (${number}) not allowed: ${text}`);
  return number;
}
