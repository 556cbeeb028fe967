/** A decimal number of any length: `value` is `digits` / 10^`scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** An error of a calculation, in busybox's words. */
export class CalculationError extends Error {
  override readonly name = 'CalculationError';
}

export const zero: Decimal = { digits: 0n, scale: 0 };
export const one: Decimal = { digits: 1n, scale: 0 };

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Columns that output takes before it goes on in the next line. */
const lineLength = 68;

function power10(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

export function whole(value: number | bigint): Decimal {
  return { digits: BigInt(value), scale: 0 };
}

/** The same number with so many decimals; what is too much is cut off. */
export function rescale({ digits, scale }: Decimal, wanted: number): Decimal {
  if (wanted >= scale) return { digits: digits * power10(wanted - scale), scale: wanted };
  return { digits: digits / power10(scale - wanted), scale: wanted };
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [rescale(a, scale).digits, rescale(b, scale).digits, scale];
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = aligned(a, b);
  return { digits: left + right, scale };
}

export function negate({ digits, scale }: Decimal): Decimal {
  return { digits: -digits, scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b));
}

export function multiply(a: Decimal, b: Decimal, scale: number): Decimal {
  const product = { digits: a.digits * b.digits, scale: a.scale + b.scale };
  return rescale(product, Math.min(product.scale, Math.max(scale, a.scale, b.scale)));
}

export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  if (b.digits === 0n) throw new CalculationError('divide by zero');
  return { digits: (a.digits * power10(scale + b.scale)) / (b.digits * power10(a.scale)), scale };
}

export function remainder(a: Decimal, b: Decimal, scale: number): Decimal {
  const quotient = divide(a, b, scale);
  const product = { digits: quotient.digits * b.digits, scale: quotient.scale + b.scale };
  return rescale(subtract(a, product), Math.max(scale + b.scale, a.scale));
}

export function raise(a: Decimal, exponent: Decimal, scale: number): Decimal {
  if (exponent.digits % power10(exponent.scale) !== 0n) throw new CalculationError('not an integer');
  const times = Number(exponent.digits / power10(exponent.scale));
  if (times < 0) return divide(one, raise(a, whole(-times), Number.MAX_SAFE_INTEGER), scale);
  const exact = { digits: a.digits ** BigInt(times), scale: a.scale * times };
  return rescale(exact, Math.min(exact.scale, Math.max(scale, a.scale)));
}

export function squareRoot(a: Decimal, scale: number): Decimal {
  if (a.digits < 0n) throw new CalculationError('negative number');
  const wanted = Math.max(scale, a.scale);
  return { digits: integerRoot(rescale(a, wanted * 2).digits), scale: wanted };
}

function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Below 0, 0 or above 0 as `a` is less than, equal to or more than `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** How many digits a number has. */
export function lengthOf({ digits, scale }: Decimal): number {
  if (digits === 0n) return Math.max(1, scale);
  return Math.max((digits < 0n ? -digits : digits).toString().length, scale);
}

/** The number that a text stands for in a base of input; a digit that is too high counts as the highest. */
export function parseDecimal(text: string, base: number): Decimal {
  const [integer = '', fraction = ''] = text.split('.');
  const isSingle = integer.length + fraction.length === 1;
  const value = (char: string) => {
    const digit = letters.indexOf(char);
    return BigInt(isSingle ? digit : Math.min(digit, base - 1));
  };
  if (base === 10 && !/[A-Z]/.test(text)) {
    return { digits: BigInt(integer + fraction || '0'), scale: fraction.length };
  }
  const of = (digits: string) => Array.from(digits).reduce((sum, char) => sum * BigInt(base) + value(char), 0n);
  const part = divide(whole(of(fraction)), whole(BigInt(base) ** BigInt(fraction.length)), fraction.length);
  return add(whole(of(integer)), part);
}

/** A number as `bc` and `dc` print it: no zero before the point, other bases, long lines broken. */
export function formatDecimal(number: Decimal, base: number, breaks = true): string {
  const text = base === 10 ? inTen(number) : inBase(number, base);
  if (!breaks || text.length <= lineLength + 1) return text;
  return (text.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []).join('\\\n');
}

function inTen({ digits, scale }: Decimal): string {
  if (digits === 0n) return '0';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale, '0');
  const integer = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale);
  return `${digits < 0n ? '-' : ''}${integer}${scale > 0 ? `.${fraction}` : ''}`;
}

function inBase({ digits, scale }: Decimal, base: number): string {
  if (digits === 0n) return '0';
  const unit = power10(scale);
  const size = digits < 0n ? -digits : digits;
  const width = String(base - 1).length;
  const digit = (value: bigint) =>
    base <= 16 ? (letters[Number(value)] ?? '') : ` ${value.toString().padStart(width, '0')}`;
  let integer = '';
  for (let left = size / unit; left > 0n; left /= BigInt(base)) integer = digit(left % BigInt(base)) + integer;
  let fraction = '';
  let left = size % unit;
  for (let reached = 1n; scale > 0 && reached < unit; reached *= BigInt(base)) {
    left *= BigInt(base);
    fraction += digit(left / unit);
    left %= unit;
  }
  return `${digits < 0n ? '-' : ''}${integer}${fraction === '' ? '' : `.${fraction}`}`;
}
