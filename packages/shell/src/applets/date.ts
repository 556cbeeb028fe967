import { applet } from './applet.ts';
import { civilTime, daysFromCivil } from './calendar.ts';
import { complainUsage } from './usage.ts';
import { defaultDateFormat, formatTime } from './date-format.ts';

/** Prints the virtual time: `+FORMAT`, `-u`, `-d @SECONDS` or `-d 'YYYY-MM-DD hh:mm[:ss]'`, `-I[seconds]`, `-R`. */
export const date = applet('date', function* (context, args) {
  let format = defaultDateFormat;
  let ms = context.nowMs();
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument.startsWith('+')) format = argument.slice(1);
    else if (argument === '-u') continue;
    else if (argument === '-R') format = '%a, %d %b %Y %H:%M:%S +0000';
    else if (argument.startsWith('-I')) format = isoFormat(argument.slice(2));
    else if (argument === '-r') {
      index += 1;
      ms = context.files.stat(args[index] ?? '').modifiedMs;
    } else if (argument === '-d') {
      index += 1;
      const parsed = parseTime(args[index] ?? '', ms);
      if (parsed === undefined) {
        yield* context.complain(`date: invalid date '${args[index] ?? ''}'`);
        return 1;
      }
      ms = parsed;
    } else {
      if (/^-[^-]/.test(argument)) return yield* complainUsage(context, `invalid option -- '${argument[1] ?? ''}'`);
      yield* context.complain(`date: invalid date '${argument}'`);
      return 1;
    }
  }
  yield* context.write(1, `${formatTime(ms, format)}\n`);
  return 0;
});

function isoFormat(precision: string): string {
  if (precision.startsWith('h')) return '%Y-%m-%dT%H+00:00';
  if (precision.startsWith('m')) return '%Y-%m-%dT%H:%M+00:00';
  return precision.startsWith('s') ? '%Y-%m-%dT%H:%M:%S+00:00' : '%Y-%m-%d';
}

/** `@SECONDS`, `YYYY-MM-DD [hh:mm[:ss]]` or `hh:mm[:ss]` (today). @returns milliseconds; undefined when it is none */
export function parseTime(text: string, nowMs: number): number | undefined {
  const compact = /^(\d{4})?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(text);
  if (compact) {
    const [y = civilTime(nowMs).year, m = 1, d = 1, h = 0, min = 0, s = 0] = compact
      .slice(1)
      .map((part) => (part === undefined ? undefined : Number(part)));
    return daysFromCivil(y, m, d) * 86_400_000 + ((h * 60 + min) * 60 + s) * 1000;
  }
  const seconds = /^@(-?\d+)$/.exec(text);
  if (seconds) return Number(seconds[1]) * 1000;
  const match = /^(?:(\d{4})-(\d{1,2})-(\d{1,2}))?[ T]?(?:(\d{1,2}):(\d{1,2})(?::(\d{2}))?)?Z?$/.exec(text);
  if (!match || text === '') return undefined;
  const now = civilTime(nowMs);
  const [year = now.year, month = now.month, day = now.day, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  return daysFromCivil(year, month, day) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000;
}
