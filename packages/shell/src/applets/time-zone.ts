import { civilTime, daysFromCivil } from './calendar.ts';

/** What a clock shows at a time: minutes east of Greenwich, and the name of the zone then. */
export interface Zone {
  readonly offsetMinutes: number;
  readonly name: string;
}

/** Where no TZ is set. */
export const utc: Zone = { offsetMinutes: 0, name: 'UTC' };

/** When a zone changes to or from summer time: `M3.5.0/2` is 2 o'clock on the last Sunday of March. */
interface Rule {
  readonly month: number;
  readonly week: number;
  readonly weekday: number;
  readonly minutes: number;
}

/** Those of the United States, which the C library takes when a TZ names summer time and no rules. */
const defaultRules = ['M3.2.0', 'M11.1.0'];

const name = /(<[^>]+>|[A-Za-z]{3,})/;
const offset = /([-+]?\d{1,2}(?::\d{2}){0,2})/;
const form = new RegExp(
  `^:?${name.source}(?:${offset.source}(?:${name.source}${offset.source}?(?:,([^,]+),([^,]+))?)?)?`,
);

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.replace(/^[-+]/, '').split(':').map(Number);
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function parseRule(text: string): Rule | undefined {
  const match = /^M(\d+)\.(\d)\.(\d)(?:\/([-+]?[\d:]+))?$/.exec(text);
  if (!match) return undefined;
  const [, month, week, weekday, time] = match;
  return { month: Number(month), week: Number(week), weekday: Number(weekday), minutes: time ? minutesOf(time) : 120 };
}

/** Minutes of local standard time since the epoch when a rule holds in a year. */
function ruleMinutes(rule: Rule, year: number): number {
  const first = daysFromCivil(year, rule.month, 1);
  const firstWeekday = (((first + 4) % 7) + 7) % 7;
  let day = first + ((rule.weekday - firstWeekday + 7) % 7) + (rule.week - 1) * 7;
  const next = rule.month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, rule.month + 1, 1);
  while (day >= next) day -= 7;
  return day * 1440 + rule.minutes;
}

/** The zone that a POSIX TZ (`CET-1CEST,M3.5.0,M10.5.0/3`) gives at a time. There are no files of zones here. */
export function zoneAt(tz: string | undefined, ms: number): Zone {
  if (tz === undefined) return utc;
  if (tz === '') return { offsetMinutes: 0, name: 'Universal' };
  const match = form.exec(tz);
  if (!match) return utc;
  const [, standardName = '', standardText, summerName, summerText, from, to] = match;
  const bare = (text: string) => text.replace(/[<>]/g, '');
  if (standardText === undefined) return { offsetMinutes: 0, name: bare(standardName) };
  const standard = { offsetMinutes: -minutesOf(standardText), name: bare(standardName) };
  if (summerName === undefined) return standard;
  const summer = {
    offsetMinutes: summerText === undefined ? standard.offsetMinutes + 60 : -minutesOf(summerText),
    name: bare(summerName),
  };
  const [start, end] = [from ?? defaultRules[0], to ?? defaultRules[1]].map((text) => parseRule(text ?? ''));
  if (!start || !end) return standard;
  const minutes = Math.floor(ms / 60_000);
  const { year } = civilTime(ms + standard.offsetMinutes * 60_000);
  const begins = ruleMinutes(start, year) - standard.offsetMinutes;
  const ends = ruleMinutes(end, year) - summer.offsetMinutes;
  const isSummer = begins < ends ? minutes >= begins && minutes < ends : minutes >= begins || minutes < ends;
  return isSummer ? summer : standard;
}

/** The time at which clocks of a zone show a civil time, given as if it were UTC. */
export function fromLocal(tz: string | undefined, localMs: number): number {
  const guess = localMs - zoneAt(tz, localMs).offsetMinutes * 60_000;
  return localMs - zoneAt(tz, guess).offsetMinutes * 60_000;
}
