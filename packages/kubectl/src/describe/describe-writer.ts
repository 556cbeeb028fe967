import { parseTime } from '@podlab/apimachinery';

/** Collects the lines of a description; cells end with tabs. */
export interface DescribeWriter {
  /** @param level 0 and up, two blanks each */
  line(level: number, text: string): void;
  text(): string;
}

export function createDescribeWriter(): DescribeWriter {
  const lines: string[] = [];
  return {
    line: (level, text) => lines.push(`${'  '.repeat(level)}${text}`),
    text: () => lines.map((line) => `${line}\n`).join(''),
  };
}

/** `Labels:\ta=b`, each further pair on a line of its own, or `<none>`. */
export function writePairs(
  writer: DescribeWriter,
  title: string,
  pairs: Readonly<Record<string, string>> | undefined,
  separator = '=',
): void {
  const entries = Object.entries(pairs ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) writer.line(0, `${title}:\t<none>`);
  entries.forEach(([key, value], index) => {
    writer.line(0, `${index === 0 ? `${title}:` : ''}\t${key}${separator}${value}`);
  });
}

/** kubectl keeps what `apply` remembers to itself. */
const hiddenAnnotations = new Set(['kubectl.kubernetes.io/last-applied-configuration']);
const longestOnOneLine = 140;

/** `Annotations:\ta: b`; long or many-lined values stand below their key. */
export function writeAnnotations(
  writer: DescribeWriter,
  title: string,
  annotations: Readonly<Record<string, string>> | undefined,
): void {
  const entries = Object.entries(annotations ?? {})
    .filter(([key]) => !hiddenAnnotations.has(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) writer.line(0, `${title}:\t<none>`);
  entries.forEach(([key, value], index) => {
    const start = `${index === 0 ? `${title}:` : ''}\t${key}:`;
    const trimmed = value.replace(/\n$/, '');
    if (key.length + value.length + 2 <= longestOnOneLine && !trimmed.includes('\n')) {
      writer.line(0, `${start} ${trimmed}`);
      return;
    }
    writer.line(0, start);
    for (const line of trimmed.split('\n')) writer.line(0, `\t  ${shortened(line, longestOnOneLine - 2)}`);
  });
}

function shortened(line: string, longest: number): string {
  return line.length > longest ? `${line.slice(0, longest)}...` : line;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon, 23 Nov 2026 22:32:16 +0000`, always in UTC; stock kubectl uses the machine's time zone. */
export function timeText(time: string | undefined): string {
  const ms = parseTime(time);
  if (ms === undefined || time === undefined) return '<unset>';
  const [year = 0, month = 1, day = 1] = time.slice(0, 10).split('-').map(Number);
  const weekday = days[(Math.floor(ms / 86_400_000) + 4) % 7] ?? '';
  return `${weekday}, ${String(day).padStart(2, '0')} ${months[month - 1] ?? ''} ${year} ${time.slice(11, 19)} +0000`;
}

/** `True` or `False`. */
export function boolText(value: boolean | undefined): string {
  return value ? 'True' : 'False';
}
