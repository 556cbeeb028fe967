import { formatFloat } from '../printf-format.ts';
import { AwkError } from './error.ts';

/** Text from outside that looks like a number: compared as one. */
export class NumericText {
  constructor(
    readonly text: string,
    readonly number: number,
  ) {}
}

/** What an awk variable holds; undefined until it is assigned. */
export type Value = number | string | NumericText | undefined;

/** Bytes of text that a value holds. */
export function memoryOf(value: Value): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' ? value.text.length : 0;
}

export type AwkArray = Map<string, Value>;

/** A variable: a scalar or an array. */
export interface Cell {
  value: Value | AwkArray;
  /** The caller's variable, when this parameter was given one that holds nothing yet. */
  readonly caller?: Cell;
}

const numericPattern = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
const startPattern = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/;

/** A value that came from outside (a field, `getline`, `-v`). */
export function fromInput(text: string): Value {
  return numericPattern.test(text) ? new NumericText(text, Number(text)) : text;
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value !== 'string') return value.number;
  const match = startPattern.exec(value);
  if (!match) return 0;
  return match[1] === '-' ? -Number(match[2]) : Number(match[2]);
}

/** @param format of CONVFMT or OFMT */
export function toText(value: Value, format: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value, format);
  return value === undefined ? '' : value.text;
}

/** A number as awk prints it: integers in full, others by a format. */
export function numberText(value: number, format: string): string {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) {
    return Math.abs(value) < 1e15 ? String(value === 0 ? 0 : value) : BigInt(value).toString();
  }
  const match = /^%(?:\.(\d+))?([efgdi])$/.exec(format);
  if (!match) return formatAwk(format, [value], format);
  if (match[2] === 'd' || match[2] === 'i') return String(Math.trunc(value));
  return formatFloat(match[2] ?? 'g', value, Number(match[1] ?? 6));
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  return toNumber(value) !== 0;
}

/** Below 0, 0 or above 0: as numbers when both are, else as text. */
export function compareValues(left: Value, right: Value, format: string): number {
  if (typeof left === 'string' || typeof right === 'string') {
    const [a, b] = [toText(left, format), toText(right, format)];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return toNumber(left) - toNumber(right);
}

const specification = /%([-+ #0]*)(\d+)?(?:\.(\d+)?)?(?:hh|h|ll|l|j|z)?([a-zA-Z%])/g;

/** `sprintf`. @param format of CONVFMT */
export function formatAwk(template: string, args: readonly Value[], format: string): string {
  if (/%[-+ #0]*(\*|\d*\.\*)/.test(template.replaceAll('%%', ''))) {
    throw new AwkError('%*x formats are not supported', 1);
  }
  let next = 0;
  const take = (): Value => {
    const value = args[next];
    next += 1;
    return value;
  };
  return template.replace(specification, (all, flagText: string, widthText, precisionText, letter: string) => {
    if (letter === '%') return '%';
    const flags = flagText;
    const width = Number(widthText ?? 0);
    const hasPrecision = all.includes('.');
    const precision = hasPrecision ? Number(precisionText ?? 0) : undefined;
    const body = formatOne(letter, flags, precision, take(), format);
    if (flags.includes('-')) return body.padEnd(width);
    const isNumber = !'sc'.includes(letter);
    if (flags.includes('0') && isNumber && (precision === undefined || /[feEgG]/.test(letter))) {
      return body.replace(/^([-+ ]|0[xX])?/, (sign) => sign + '0'.repeat(Math.max(0, width - body.length)));
    }
    return body.padStart(width);
  });
}

function formatOne(letter: string, flags: string, precision: number | undefined, value: Value, format: string): string {
  const signed = (text: string) =>
    text.startsWith('-') ? text : flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;
  switch (letter) {
    case 'c': {
      const isNumber = typeof value === 'number' || value instanceof NumericText;
      return isNumber ? String.fromCharCode(toNumber(value) & 255) : toText(value, format).slice(0, 1) || '\0';
    }
    case 's':
      return toText(value, format).slice(0, precision);
    case 'd':
    case 'i': {
      const number = toInt(toNumber(value));
      const digits = String(Math.abs(number)).padStart(precision ?? 1, '0');
      return signed(number < 0 ? `-${digits}` : digits);
    }
    case 'u':
    case 'o':
    case 'x':
    case 'X': {
      const number = BigInt.asUintN(32, BigInt(Math.trunc(toNumber(value)) || 0));
      const digits = number.toString(letter === 'o' ? 8 : letter === 'u' ? 10 : 16).padStart(precision ?? 1, '0');
      const prefix = flags.includes('#') && number > 0n ? (letter === 'o' ? '0' : letter === 'u' ? '' : '0x') : '';
      return letter === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
    }
    default:
      return signed(formatFloat(letter, toNumber(value), precision ?? 6));
  }
}

/** C's conversion to a 32-bit `int`, which a processor makes of what is too big. */
function toInt(value: number): number {
  const whole = Math.trunc(value);
  return whole >= -(2 ** 31) && whole < 2 ** 31 ? whole : -(2 ** 31);
}

/** The order in which busybox's hash tables give the keys of an array to `for (key in array)`. */
export function keysInOrder(array: AwkArray): string[] {
  let size = 61;
  let buckets: string[][] = Array.from({ length: size }, () => []);
  let count = 0;
  for (const key of array.keys()) {
    if (count / size > 10 && size < 65_521) {
      size = [251, 1021, 4093, 16_381, 65_521].find((prime) => prime > size) ?? size;
      const old = buckets;
      buckets = Array.from({ length: size }, () => []);
      for (const bucket of old) for (const moved of bucket) buckets[hashOf(moved) % size]?.unshift(moved);
    }
    buckets[hashOf(key) % size]?.unshift(key);
    count += 1;
  }
  return buckets.flat();
}

function hashOf(key: string): number {
  let hash = 0;
  for (let i = 0; i < key.length; i += 1) {
    const byte = key.charCodeAt(i);
    hash = ((byte > 127 ? byte - 256 : byte) + Math.imul(hash, 63)) >>> 0;
  }
  return hash;
}
