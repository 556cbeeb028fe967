import { applet } from './applet.ts';
import { civilTime, daysFromCivil } from './calendar.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

const names = 'January February March April May June July August September October November December'.split(' ');

/** Eight lines: the weeks of a month. */
function monthRows(year: number, month: number, julian: boolean, fromMonday: boolean): string[] {
  const width = julian ? 3 : 2;
  const first = daysFromCivil(year, month, 1);
  const count = (month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)) - first;
  const lead = (((first + (fromMonday ? 3 : 4)) % 7) + 7) % 7;
  const newYear = daysFromCivil(year, 1, 1);
  const cells = Array.from({ length: 42 }, (_value, index) => {
    const day = index - lead + 1;
    if (day < 1 || day > count) return ' '.repeat(width);
    return String(julian ? first - newYear + day : day).padStart(width);
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
  const [first, second] = options.rest.map(Number);
  const isYear = options.has('y') || (first !== undefined && second === undefined);
  const year = second ?? first ?? now.year;
  const month = second === undefined ? now.month : (first ?? now.month);
  if (year < 1 || year > 9999 || month < 1 || month > 12 || Number.isNaN(year + month)) {
    const wrong = options.rest.find((text) => !/^\d+$/.test(text)) ?? options.rest[0] ?? '';
    yield* context.complain(
      /^\d+$/.test(wrong)
        ? `cal: number ${wrong} is not in 1..${second === undefined ? 9999 : 12} range`
        : `cal: invalid number '${wrong}'`,
    );
    return 1;
  }
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
    for (let week = 0; week < 6; week += 1)
      context.print(
        `${rows
          .map((row) => row[week])
          .join(gap)
          .trimEnd()}\n`,
      );
  }
  return 0;
});
