import { daysFromCivil } from '../calendar.ts';
import { formatTime } from '../date-format.ts';
import type { Coroutine } from '../../process/process.ts';
import { AwkError } from './error.ts';
import { awkRegExp, splitText } from './record.ts';
import type { Runtime } from './runtime.ts';
import { runCommand } from './streams.ts';
import { type AwkArray, formatAwk, fromInput, toNumber, toText, type Value } from './values.ts';

const fewest: Readonly<Record<string, number>> = {
  substr: 2,
  index: 2,
  sprintf: 1,
  tolower: 1,
  toupper: 1,
  atan2: 2,
  and: 2,
  or: 2,
  xor: 2,
  lshift: 2,
  rshift: 2,
};

/** Functions whose arguments are plain values and that do not wait. */
export function callSimple(runtime: Runtime, name: string, args: readonly Value[], line: number): Value {
  if (args.length < (fewest[name] ?? 0)) throw new AwkError('Too few arguments', line);
  const format = runtime.text('CONVFMT');
  const text = (index: number) => toText(args[index], format);
  const number = (index: number) => toNumber(args[index]);
  const [x, y] = [number(0), number(1)];
  switch (name) {
    case 'length':
      return (args.length > 0 ? text(0) : runtime.record.text()).length;
    case 'substr':
      return substring(text(0), y, args.length > 2 ? number(2) : Number.POSITIVE_INFINITY);
    case 'index':
      return text(1) === '' ? 0 : text(0).indexOf(text(1)) + 1;
    case 'sprintf':
      return formatAwk(text(0), args.slice(1), format);
    case 'tolower':
      return text(0).replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
    case 'toupper':
      return text(0).replace(/[a-z]+/g, (lower) => lower.toUpperCase());
    case 'sin':
      return Math.sin(x);
    case 'cos':
      return Math.cos(x);
    case 'atan2':
      return Math.atan2(x, y);
    case 'exp':
      return Math.exp(x);
    case 'log':
      return Math.log(x);
    case 'sqrt':
      return Math.sqrt(x);
    case 'int':
      return Math.trunc(x);
    case 'rand':
      return random(runtime);
    case 'srand':
      return runtime.seed(args.length > 0 ? x : Math.floor(runtime.context.nowMs() / 1000));
    case 'and':
      return Number(BigInt.asUintN(64, bits(x) & bits(y)));
    case 'or':
      return Number(BigInt.asUintN(64, bits(x) | bits(y)));
    case 'xor':
      return Number(BigInt.asUintN(64, bits(x) ^ bits(y)));
    case 'compl':
      return Number(BigInt.asUintN(64, ~bits(x)));
    case 'lshift':
      return Number(BigInt.asUintN(64, bits(x) << bits(y)));
    case 'rshift':
      return Number(bits(x) >> bits(y));
    case 'systime':
      return Math.floor(runtime.context.nowMs() / 1000);
    case 'strftime': {
      const seconds = args.length > 1 ? y : Math.floor(runtime.context.nowMs() / 1000);
      return formatTime(seconds * 1000, args.length > 0 ? text(0) : '%a %b %e %H:%M:%S %Z %Y');
    }
    case 'mktime':
      return makeTime(text(0));
  }
  throw new AwkError('Unexpected token', line);
}

function bits(value: number): bigint {
  return BigInt.asUintN(64, BigInt(Math.trunc(value) || 0));
}

function random(runtime: Runtime): number {
  runtime.randomState = (Math.imul(runtime.randomState, 1_103_515_245) + 12_345) >>> 0;
  return (runtime.randomState >>> 1) / 2 ** 31;
}

function substring(text: string, start: number, length: number): string {
  const from = Math.max(0, Math.trunc(start) - 1);
  const size = Math.trunc(length);
  return size > 0 ? text.slice(from, from + size) : '';
}

function makeTime(text: string): number {
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0] = text.split(' ').map(Number);
  if (text.trim().split(/\s+/).length < 6) return -1;
  return daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
}

/** `split(text, array, separator)`. @param regex set when the separator was written as `/regex/` */
export function splitInto(runtime: Runtime, text: string, array: AwkArray, separator: string, regex: boolean): number {
  array.clear();
  const parts =
    regex && separator.length === 1 && separator !== ' '
      ? splitText(text, `(${separator})`, runtime.ignoresCase)
      : regex && separator === ' '
        ? text === ''
          ? []
          : text.split(' ')
        : splitText(text, separator, runtime.ignoresCase);
  for (const [index, part] of parts.entries()) array.set(String(index + 1), fromInput(part));
  return parts.length;
}

/** `match`: sets RSTART and RLENGTH. */
export function matchText(runtime: Runtime, text: string, source: string): number {
  const found = awkRegExp(source, runtime.ignoresCase).exec(text);
  const start = found ? found.index + 1 : 0;
  runtime.cell('RSTART').value = start;
  runtime.cell('RLENGTH').value = found ? found[0].length : -1;
  return start;
}

/** `sub` and `gsub`. @returns the new text and how many were replaced */
export function substitute(
  runtime: Runtime,
  text: string,
  source: string,
  replacement: string,
  all: boolean,
): { text: string; count: number } {
  let count = 0;
  let from = 0;
  let result = '';
  for (const match of text.matchAll(awkRegExp(source, runtime.ignoresCase))) {
    const [found] = match;
    count += 1;
    result += text.slice(from, match.index) + fill(replacement, found);
    from = match.index + found.length;
    if (!all) break;
  }
  return { text: result + text.slice(from), count };
}

function fill(replacement: string, found: string): string {
  if (!/[&\\]/.test(replacement)) return replacement;
  return replacement.replace(/\\([\\&])|&/g, (all, escaped: string | undefined) =>
    escaped === undefined ? found : escaped === '&' ? '&' : all.slice(1),
  );
}

/** `close`, `fflush` and `system`: calls that wait. */
export function* callOutside(runtime: Runtime, name: string, text: string): Coroutine<Value> {
  if (name === 'close') return yield* runtime.streams.close(text);
  if (name === 'fflush') return (yield* runtime.streams.flush(text)) ? 0 : -1;
  yield* runtime.streams.flush();
  return yield* runCommand(runtime.context, text);
}
