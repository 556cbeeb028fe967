import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { readFile } from './lines.ts';
import { type Options, parseOptions } from './options.ts';
import { keyText, parseSortKey, type SortKey, wholeLine } from './sort-key.ts';

type Compare = (a: string, b: string) => number;

const byBytes: Compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function humanNumber(text: string): number {
  const match = /^\s*(-?\d*\.?\d+)([KMGTP]?)/i.exec(text);
  return match ? Number(match[1]) * 1024 ** ' KMGTP'.indexOf((match[2] ?? '').toUpperCase() || ' ') : 0;
}

function monthNumber(text: string): number {
  return 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(text.trim().slice(0, 3).toLowerCase().padEnd(3, '?'));
}

function floatOf(text: string): number {
  const hex = /^\s*(0[xX][0-9a-fA-F]+)/.exec(text)?.[1];
  return (hex === undefined ? Number.parseFloat(text) : Number(hex)) || 0;
}

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

function comparison(letters: string): Compare {
  if (letters.includes('M')) return (a, b) => monthNumber(a) - monthNumber(b);
  if (letters.includes('h')) return (a, b) => humanNumber(a) - humanNumber(b);
  if (/[gn]/.test(letters)) return (a, b) => floatOf(a) - floatOf(b);
  return letters.includes('V') ? compareVersions : byBytes;
}

/** By all keys in their order, then (unless told otherwise) by whole lines. */
function compareLines(keys: readonly SortKey[], options: Options): Compare {
  const own = Array.from('nrgMhVdfi')
    .filter((letter) => options.has(letter))
    .join('')
    .concat(options.has('b') ? 'bB' : '');
  const separator = options.value('t');
  const chain = keys.map((key): Compare => {
    const letters = key.letters === '' ? own : key.letters;
    const compare = comparison(letters);
    const of = (line: string) => keyText(line, key, letters, separator);
    return letters.includes('r') ? (a, b) => compare(of(b), of(a)) : (a, b) => compare(of(a), of(b));
  });
  return (a, b) => {
    for (const one of chain) {
      const order = one(a, b);
      if (order !== 0) return order;
    }
    if (options.has('u') || options.has('s')) return 0;
    return options.has('r') ? byBytes(b, a) : byBytes(a, b);
  };
}

function* fail(context: ProcessContext, message: string): Coroutine<number> {
  yield* context.complain(`sort: ${message}`);
  return 2;
}

/** Sorts lines: -r -n -u -k -t -f -b -d -i -h -g -M -V -c -o -s -z; -m sorts too. */
export const sort = applet('sort', function* (context, args) {
  const options = yield* parseOptions(context, args, 'ngMucszbrdfihmS:T:o:k:t:V');
  if (!options) return 2;
  const separator = options.value('t');
  if (separator !== undefined && separator.length !== 1) return yield* fail(context, 'bad -t parameter');
  const keys: SortKey[] = [];
  for (const text of options.values('k')) {
    const key = parseSortKey(text);
    if (typeof key === 'string') return yield* fail(context, key);
    keys.push(key);
  }
  const end = options.has('z') ? '\0' : '\n';
  let lines: string[] = [];
  for (const file of options.rest.length > 0 ? options.rest : ['-']) {
    const text = yield* readFile(context, file);
    if (text === undefined) return 2;
    if (text !== '') lines = lines.concat((text.endsWith(end) ? text.slice(0, -1) : text).split(end));
  }
  const compare = compareLines(keys.length > 0 ? keys : [wholeLine], options);
  if (options.has('c')) {
    const limit = options.has('u') ? -1 : 0;
    const at = lines.findIndex((line, index) => index > 0 && compare(lines[index - 1] ?? '', line) > limit);
    if (at < 0) return 0;
    yield* context.complain(`Check line ${at}`);
    return 1;
  }
  context.charge(lines.length * 10);
  const sorted = lines.sort(compare);
  const unique = options.has('u')
    ? sorted.filter((line, index) => index === 0 || compare(sorted[index - 1] ?? '', line) !== 0)
    : sorted;
  const output = options.value('o');
  try {
    const fd = output === undefined ? 1 : context.files.open(output, { write: true, create: true, truncate: true });
    yield* context.write(fd, unique.map((line) => line + end).join(''));
  } catch (error) {
    if (!(error instanceof SystemError) || output === undefined) throw error;
    return yield* fail(context, `can't open '${output}': ${error.message}`);
  }
  return 0;
});
