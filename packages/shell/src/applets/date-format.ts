import { civilTime, daysFromCivil } from './calendar.ts';
import { utc, type Zone } from './time-zone.ts';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const two = (value: number) => String(value).padStart(2, '0');

/** Formats a time as strftime does, as the clocks of a zone show it. */
export function formatTime(ms: number, format: string, zone: Zone = utc): string {
  return format.replace(
    /%([-_0^#]*)(\d*)(?:E(?=[cCxXyY])|O(?=[deHImMSuUVwWy]))?([a-zA-Z%+])/g,
    (all, flags: string, width: string, letter: string) => {
      const plain = conversion(ms, letter, zone);
      if (plain === undefined) return all;
      const cased = flags.includes('^')
        ? plain.toUpperCase()
        : flags.includes('#')
          ? swappedCase(plain, letter)
          : plain;
      const flag = /[-_0]/.exec(flags.split('').reverse().join(''))?.[0];
      const text =
        flag === '-'
          ? cased.replace(/^[0 ]+(?=\d)/, '')
          : flag === '_'
            ? cased.replace(/^0+(?=\d)/, (zeros) => ' '.repeat(zeros.length))
            : cased;
      const fill = flag === '_' || (flag === undefined && !/^\d/.test(text)) ? ' ' : '0';
      return flag === '-' ? text : text.padStart(Number(width), fill);
    },
  );
}

/** `#`: the other case, of what is not written in capitals in any case. */
function swappedCase(text: string, letter: string): string {
  return 'pZ'.includes(letter) ? text.toLowerCase() : text.toUpperCase();
}

function conversion(ms: number, letter: string, zone: Zone): string | undefined {
  const { year, month, day, hour, minute, second, weekday, dayOfYear } = civilTime(ms + zone.offsetMinutes * 60_000);
  const again = (format: string) => formatTime(ms, format, zone);
  switch (letter) {
    case '%':
      return '%';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'a':
      return days[weekday]?.slice(0, 3);
    case 'A':
      return days[weekday];
    case 'b':
    case 'h':
      return months[month - 1]?.slice(0, 3);
    case 'B':
      return months[month - 1];
    case 'C':
      return two(Math.floor(year / 100));
    case 'c':
      return again('%a %b %e %H:%M:%S %Y');
    case 'd':
      return two(day);
    case 'D':
    case 'x':
      return again('%m/%d/%y');
    case 'e':
      return String(day).padStart(2);
    case 'F':
      return again('%Y-%m-%d');
    case 'H':
      return two(hour);
    case 'I':
      return two(hour % 12 === 0 ? 12 : hour % 12);
    case 'j':
      return String(dayOfYear + 1).padStart(3, '0');
    case 'k':
      return String(hour).padStart(2);
    case 'l':
      return String(hour % 12 === 0 ? 12 : hour % 12).padStart(2);
    case 'm':
      return two(month);
    case 'M':
      return two(minute);
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'r':
      return again('%I:%M:%S %p');
    case 'R':
      return again('%H:%M');
    case 's':
      return String(Math.floor(ms / 1000));
    case 'S':
      return two(second);
    case 'T':
    case 'X':
      return again('%H:%M:%S');
    case 'u':
      return String(weekday === 0 ? 7 : weekday);
    case 'w':
      return String(weekday);
    case 'U':
      return two(Math.floor((dayOfYear + 7 - weekday) / 7));
    case 'W':
      return two(Math.floor((dayOfYear + 7 - ((weekday + 6) % 7)) / 7));
    case 'y':
      return two(year % 100);
    case 'Y':
      return String(year);
    case 'g':
      return two(isoWeek(year, dayOfYear, weekday).year % 100);
    case 'G':
      return String(isoWeek(year, dayOfYear, weekday).year);
    case 'V':
      return two(isoWeek(year, dayOfYear, weekday).week);
    case 'P':
      return hour < 12 ? 'am' : 'pm';
    case 'z': {
      const minutes = Math.abs(zone.offsetMinutes);
      return `${zone.offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
    }
    case 'Z':
      return zone.name;
  }
  return undefined;
}

/** The week of ISO 8601, which belongs to the year that its Thursday is in. */
function isoWeek(year: number, dayOfYear: number, weekday: number): { year: number; week: number } {
  const thursday = dayOfYear + 4 - (weekday === 0 ? 7 : weekday);
  const length = daysFromCivil(year + 1, 1, 1) - daysFromCivil(year, 1, 1);
  if (thursday < 0) {
    const before = daysFromCivil(year, 1, 1) - daysFromCivil(year - 1, 1, 1);
    return { year: year - 1, week: Math.floor((thursday + before) / 7) + 1 };
  }
  return thursday >= length
    ? { year: year + 1, week: Math.floor((thursday - length) / 7) + 1 }
    : { year, week: Math.floor(thursday / 7) + 1 };
}
