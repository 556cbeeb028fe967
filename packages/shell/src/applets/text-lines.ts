import { applet } from './applet.ts';
import { readLines } from './lines.ts';
import { parseOptions } from './options.ts';

type Compare = (a: string, b: string) => number;

const byBytes: Compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function numberOf(text: string): number {
  return Number(/^\s*(-?\d*\.?\d*)/.exec(text)?.[1] ?? 0) || 0;
}

function humanNumber(text: string): number {
  const match = /^\s*(-?\d*\.?\d+)([KMGTP]?)/i.exec(text);
  return match ? Number(match[1]) * 1024 ** ' KMGTP'.indexOf((match[2] ?? '').toUpperCase() || ' ') : 0;
}

function monthNumber(text: string): number {
  return 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(text.trim().slice(0, 3).toLowerCase().padEnd(3, '?'));
}

function hexNumber(text: string): string {
  const hex = /^\s*(0[xX][0-9a-fA-F]+)/.exec(text)?.[1];
  return hex === undefined ? text : String(Number(hex));
}

/** The part of a line that `-k` and `-t` choose. */
function keyOf(line: string, key: string, separator: string | undefined): string {
  const [from = '', to] = key.replace(/[a-zA-Z]/g, '').split(',');
  const [firstField = 1, firstChar = 1] = from.split('.').map(Number);
  const fields = separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator);
  const last = to === undefined ? fields.length : Number(to.split('.')[0]);
  return fields
    .slice(firstField - 1, last)
    .join(separator ?? '')
    .slice(firstChar - 1);
}

/** Sorts lines: -r -n -u -k -t -f -b -h -c -o -s -V. */
export const sort = applet('sort', function* (context, args) {
  const options = yield* parseOptions(context, args, 'rnuk:t:fbhco:sVgMz');
  if (!options) return 2;
  const { lines, status } = yield* readLines(context, options.rest);
  if (status) return 2;
  const compareKeys = (letters: string): Compare => {
    const has = (letter: string) => letters.includes(letter) || (!/[a-zA-Z]/.test(letters) && options.has(letter));
    const compare: Compare = (a, b) => {
      if (has('h')) return humanNumber(a) - humanNumber(b);
      if (has('M')) return monthNumber(a) - monthNumber(b);
      if (has('g')) return (Number.parseFloat(hexNumber(a)) || 0) - (Number.parseFloat(hexNumber(b)) || 0);
      if (has('n')) return numberOf(a) - numberOf(b);
      if (has('V')) return compareVersions(a, b);
      const trim = (text: string) => (has('b') ? text.trimStart() : text);
      return has('f') ? byBytes(trim(a).toUpperCase(), trim(b).toUpperCase()) : byBytes(trim(a), trim(b));
    };
    return has('r') ? (a, b) => compare(b, a) : compare;
  };
  const separator = options.value('t');
  const keys = options.values('k').map((key) => {
    const compare = compareKeys(key.replace(/[^a-zA-Z]/g, ''));
    return (a: string, b: string) => compare(keyOf(a, key, separator), keyOf(b, key, separator));
  });
  const plain = compareKeys('');
  const chain = keys.length > 0 ? keys : [plain];
  const compare: Compare = (a, b) => {
    for (const one of chain) {
      const order = one(a, b);
      if (order !== 0) return order;
    }
    if (options.has('u') || options.has('s')) return 0;
    return options.has('r') ? byBytes(b, a) : byBytes(a, b);
  };
  if (options.has('c')) {
    const at = lines.findIndex((line, index) => index > 0 && compare(lines[index - 1] ?? '', line) > 0);
    if (at < 0) return 0;
    yield* context.complain(`Check line ${at}`);
    return 1;
  }
  context.charge(lines.length * 10);
  const sorted = lines.sort(compare);
  const unique = options.has('u')
    ? sorted.filter((line, index) => index === 0 || compare(sorted[index - 1] ?? '', line) !== 0)
    : sorted;
  const text = unique.map((line) => `${line}\n`).join('');
  const output = options.value('o');
  const fd = output === undefined ? 1 : context.files.open(output, { write: true, create: true, truncate: true });
  yield* context.write(fd, text);
  return 0;
});

function compareVersions(a: string, b: string): number {
  const parts = (text: string) => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const [x = '', y = ''] = [left[i], right[i]];
    const order = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : byBytes(x, y);
    if (order !== 0) return order;
  }
  return 0;
}

/** Drops repeated lines: -c -d -u -i -f N -s N. */
export const uniq = applet('uniq', function* (context, args) {
  const options = yield* parseOptions(context, args, 'cduif:s:w:');
  if (!options) return 1;
  const { lines, status } = yield* readLines(context, options.rest.slice(0, 1));
  if (status) return 1;
  const target = options.rest[1];
  if (target !== undefined && target !== '-') {
    const file = context.files.openFile(target, { write: true, create: true, truncate: true });
    context.process.descriptors.set(1, file);
  }
  const key = (line: string) => {
    let text = line;
    for (let i = Number(options.value('f') ?? 0); i > 0; i -= 1) text = text.replace(/^\s*\S*/, '');
    text = text.slice(Number(options.value('s') ?? 0), Number(options.value('w') ?? text.length));
    return options.has('i') ? text.toLowerCase() : text;
  };
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? '';
    let next = index + 1;
    while (next < lines.length && key(lines[next] ?? '') === key(line)) next += 1;
    const count = next - index;
    index = next;
    if ((options.has('d') && count < 2) || (options.has('u') && count > 1)) continue;
    context.print(options.has('c') ? `${String(count).padStart(7)} ${line}\n` : `${line}\n`);
  }
  return 0;
});

/** Fields or bytes of lines: -f -d -c -b -s. */
export const cut = applet('cut', function* (context, args) {
  const options = yield* parseOptions(context, args, 'f:d:c:b:sn');
  if (!options) return 1;
  const list = options.value('f') ?? options.value('c') ?? options.value('b');
  if (list === undefined) {
    yield* context.complain('cut: expected a list of bytes, characters, or fields');
    return 1;
  }
  const ranges = list.split(/[, ]/).map((range) => {
    const [from = '', to] = range.split('-');
    return {
      from: from === '' ? 1 : Number(from),
      // Position 0 counts as the first, as in busybox.
      to: to === undefined ? Math.max(1, Number(from)) : to === '' ? Number.POSITIVE_INFINITY : Number(to),
    };
  });
  const isWanted = (index: number) => ranges.some(({ from, to }) => index >= from && index <= to);
  const { lines, status } = yield* readLines(context, options.rest);
  const delimiter = options.value('d') ?? '\t';
  for (const line of lines) {
    if (!options.has('f'))
      context.print(
        `${Array.from(line)
          .filter((_char, index) => isWanted(index + 1))
          .join('')}\n`,
      );
    else if (line.includes(delimiter)) {
      context.print(
        `${line
          .split(delimiter)
          .filter((_field, index) => isWanted(index + 1))
          .join(delimiter)}\n`,
      );
    } else if (!options.has('s')) context.print(`${line}\n`);
  }
  return status;
});
