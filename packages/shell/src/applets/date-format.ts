const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

const two = (value: number) => String(value).padStart(2, '0');

/** Formats a time (UTC, the only zone that containers know here) as strftime does. */
export function formatTime(ms: number, format: string): string {
  return format.replace(/%([-_0]?)([a-zA-Z%+])/g, (all, flag: string, letter: string) => {
    const text = conversion(new Date(ms), letter);
    if (text === undefined) return all;
    if (flag === '-') return text.replace(/^[0 ]+(?=\d)/, '');
    return flag === '_' ? text.replace(/^0+(?=\d)/, (zeros) => ' '.repeat(zeros.length)) : text;
  });
}

/** `Tue Nov 24 15:00:00 UTC 2026`. */
export const defaultDateFormat = '%a %b %e %H:%M:%S UTC %Y';

function conversion(date: Date, letter: string): string | undefined {
  const hour = date.getUTCHours();
  const day = date.getUTCDay();
  const year = date.getUTCFullYear();
  const yearStart = Date.UTC(year, 0, 1);
  const dayOfYear = Math.floor((date.getTime() - yearStart) / 86_400_000);
  const again = (format: string) => formatTime(date.getTime(), format);
  switch (letter) {
    case '%':
      return '%';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'a':
      return days[day]?.slice(0, 3);
    case 'A':
      return days[day];
    case 'b':
    case 'h':
      return months[date.getUTCMonth()]?.slice(0, 3);
    case 'B':
      return months[date.getUTCMonth()];
    case 'C':
      return two(Math.floor(year / 100));
    case 'c':
      return again('%a %b %e %H:%M:%S %Y');
    case 'd':
      return two(date.getUTCDate());
    case 'D':
    case 'x':
      return again('%m/%d/%y');
    case 'e':
      return String(date.getUTCDate()).padStart(2);
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
      return two(date.getUTCMonth() + 1);
    case 'M':
      return two(date.getUTCMinutes());
    case 'N':
      return `${String(date.getUTCMilliseconds()).padStart(3, '0')}000000`;
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'r':
      return again('%I:%M:%S %p');
    case 'R':
      return again('%H:%M');
    case 's':
      return String(Math.floor(date.getTime() / 1000));
    case 'S':
      return two(date.getUTCSeconds());
    case 'T':
    case 'X':
      return again('%H:%M:%S');
    case 'u':
      return String(day === 0 ? 7 : day);
    case 'w':
      return String(day);
    case 'U':
      return two(Math.floor((dayOfYear + 7 - day) / 7));
    case 'W':
      return two(Math.floor((dayOfYear + 7 - ((day + 6) % 7)) / 7));
    case 'y':
      return two(year % 100);
    case 'Y':
      return String(year);
    case 'z':
      return '+0000';
    case 'Z':
      return 'UTC';
  }
  return undefined;
}
