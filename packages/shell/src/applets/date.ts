import { SystemError } from '../files/errno.ts';
import { applet } from './applet.ts';
import { formatTime } from './date-format.ts';
import { parseOptions } from './options.ts';
import { parseTime, parseTimeAs } from './parse-time.ts';
import { zoneAt } from './time-zone.ts';
import { complainUsage } from './usage.ts';

/** `Tue Nov 24 15:00:00 UTC 2026`. */
const defaultFormat = '%a %b %e %H:%M:%S %Z %Y';

/** The formats of `-I`, by its argument; the offset is added. */
const isoFormats: ReadonlyArray<readonly [string, string]> = [
  ['date', '%Y-%m-%d'],
  ['hours', '%Y-%m-%dT%H'],
  ['minutes', '%Y-%m-%dT%H:%M'],
  ['seconds', '%Y-%m-%dT%H:%M:%S'],
  ['ns', '%Y-%m-%dT%H:%M:%S,000000000'],
];

/** Prints the virtual time: `+FORMAT`, -u, -d TIME (with -D FORM), -r FILE, -I[SPEC], -R. Nobody may set it (-s). */
export const date = applet('date', function* (context, args) {
  const long = { rfc: 'R', 'rfc-2822': 'R', set: 's', utc: 'u', date: 'd', reference: 'r' };
  const options = yield* parseOptions(context, args, 'Rs:ud:r:I::D:', long);
  if (!options) return 1;
  const [first, second] = options.rest;
  if (second !== undefined) {
    if (!first?.startsWith('+') || options.rest.length > 2) return yield* complainUsage(context);
    yield* context.complain(`date: invalid date '${second}'`);
    return 1;
  }
  const tz = options.has('u') ? 'UTC0' : context.env.get('TZ');
  let format = first?.startsWith('+') ? first.slice(1) : undefined;
  let isSet = options.has('s');
  let given = options.value('d') ?? options.value('s');
  if (first !== undefined && format === undefined) {
    const match = /^(\d{8})((?:\d{2}){0,2})(\.\d{2})?$/.exec(first);
    given = match ? `${match[2]}${match[1]}${match[3] ?? ''}` : first;
    isSet = true;
    if (!match) {
      yield* context.complain(`date: invalid date '${first}'`);
      return 1;
    }
  }
  let ms = context.nowMs();
  const file = options.value('r');
  try {
    if (file !== undefined) ms = context.files.stat(file).modifiedMs;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`date: can't stat '${file ?? ''}': ${error.message}`);
    return 1;
  }
  if (given !== undefined) {
    const form = options.value('D');
    const parsed = form === undefined ? parseTime(given, ms, tz) : parseTimeAs(form, given, ms, tz);
    if (parsed === undefined) {
      yield* context.complain(`date: invalid date '${given}'`);
      return 1;
    }
    ms = parsed;
  }
  if (isSet) yield* context.complain("date: can't set date: Operation not permitted");
  const zone = zoneAt(tz, ms);
  if (options.has('R')) format = '%a, %d %b %Y %H:%M:%S %z';
  if (options.has('I')) {
    const wanted = options.value('I') ?? '';
    const iso = isoFormats.find(([name]) => wanted === '' || name.startsWith(wanted))?.[1];
    if (iso === undefined) return yield* complainUsage(context);
    format = iso === '%Y-%m-%d' ? iso : iso + formatTime(ms, '%z', zone).replace(/(..)$/, ':$1');
  }
  yield* context.write(1, `${formatTime(ms, format ?? defaultFormat, zone)}\n`);
  return 0;
});
