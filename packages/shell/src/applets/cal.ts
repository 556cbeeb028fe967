import { applet } from './applet.ts';
import { daysOfMonth } from './cal-days.ts';
import { civilTime } from './calendar.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

const names = 'January February March April May June July August September October November December'.split(' ');

/** Eight lines: the weeks of a month. */
function monthRows(year: number, month: number, julian: boolean, fromMonday: boolean): string[] {
  const width = julian ? 3 : 2;
  const { days, yearDay, weekday } = daysOfMonth(year, month);
  const lead = (weekday + (fromMonday ? 6 : 0)) % 7;
  const cells = Array.from({ length: 42 }, (_value, index) => {
    const day = days[index - lead];
    if (day === undefined) return ' '.repeat(width);
    return String(julian ? yearDay + day - 1 : day).padStart(width);
  });
  return Array.from({ length: 6 }, (_value, week) => cells.slice(week * 7, week * 7 + 7).join(' '));
}

const weekTitle = (julian: boolean, fromMonday: boolean) =>
  (fromMonday ? 'Mo Tu We Th Fr Sa Su' : 'Su Mo Tu We Th Fr Sa')
    .split(' ')
    .map((day) => day.padStart(julian ? 3 : 2))
    .join(' ');

const centred = (text: string, width: number) =>
  `${' '.repeat(Math.max(0, Math.floor((width - text.length) / 2)))}${text}`;

/** A calendar: of this month, of a month, or of a year; -j days of the year, -y the whole year, -m weeks from Monday. */
export const cal = applet('cal', function* (context, args) {
  const options = yield* parseOptions(context, args, 'jym');
  if (!options) return 1;
  const now = civilTime(context.nowMs());
  if (options.rest.length > 2) return yield* complainUsage(context);
  const julian = options.has('j');
  const fromMonday = options.has('m');
  const width = julian ? 27 : 20;
  const isYear = options.has('y') || options.rest.length === 1;
  const asked: [text: string, most: number][] = [];
  if (options.rest.length === 2 && !options.has('y')) asked.push([options.rest[0] ?? '', 12]);
  if (options.rest.length > 0) asked.push([options.rest.at(-1) ?? '', 9999]);
  for (const [text, most] of asked) {
    const isNumber = /^\d+$/.test(text);
    if (isNumber && Number(text) >= 1 && Number(text) <= most) continue;
    yield* context.complain(
      isNumber ? `cal: number ${text} is not in 1..${most} range` : `cal: invalid number '${text}'`,
    );
    return 1;
  }
  const year = Number(options.rest.at(-1) ?? now.year);
  const month = options.rest.length === 2 ? Number(options.rest[0]) : now.month;
  if (!isYear) {
    context.print(`${centred(`${names[month - 1]} ${year}`, width)}\n${weekTitle(julian, fromMonday)}\n`);
    for (const row of monthRows(year, month, julian, fromMonday))
      context.print(`${row.trim() === '' ? `${row} ` : row.trimEnd()}\n`);
    return 0;
  }
  const across = julian ? 2 : 3;
  const gap = julian ? '  ' : '  ';
  const total = across * width + (across - 1) * gap.length;
  context.print(`${centred(String(year), total).padEnd(total)}\n\n`);
  for (let from = 1; from <= 12; from += across) {
    const months = Array.from({ length: across }, (_value, index) => from + index);
    const titles = months.map((one) => centred(names[one - 1] ?? '', width).padEnd(width));
    context.print(`${titles.join(gap)}\n${months.map(() => weekTitle(julian, fromMonday)).join(gap)}\n`);
    const rows = months.map((one) => monthRows(year, one, julian, fromMonday));
    for (let week = 0; week < 6; week += 1) {
      const line = rows
        .map((row) => row[week])
        .join(gap)
        .trimEnd();
      // A line without a day stays as wide as the buffer that busybox has for it.
      context.print(`${line === '' ? ' '.repeat(79) : line}\n`);
    }
  }
  return 0;
});
