import { binaryPowers, decimalExponents } from './suffixes.ts';
/** How a quantity was written, and so how it prints. */
export type QuantityFormat = 'BinarySI' | 'DecimalExponent' | 'DecimalSI';

/** A resource quantity such as `250m`, `64Mi` or `1e3`: exact, as the API server reckons it. */
export interface Quantity {
  /** Billionths of the unit; finer fractions are rounded up, away from zero. */
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

/** Text that is not a quantity; the message is worded as Kubernetes words it. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
  readonly code = 'QUANTITY_INVALID';

  constructor() {
    super("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
}

const nanosPerUnit = 1_000_000_000n;

/** No quantity at all. Adding to it takes over the other's format. */
export const zeroQuantity: Quantity = { nanos: 0n, format: 'DecimalSI' };

/**
 * Parses a quantity. Numbers are read as their text, as the API does.
 * @throws QuantityError
 * @see k8s.io/apimachinery/pkg/api/resource/quantity.go (v1.36)
 */
export function parseQuantity(value: string | number): Quantity {
  const known = parsed.get(value);
  if (known) return known;
  const quantity = readQuantity(value);
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(value, quantity);
  return quantity;
}

/** A cluster has few quantities, and asks for each again and again. */
const parsed = new Map<string | number, Quantity>();
const mostParsed = 500;

function readQuantity(value: string | number): Quantity {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/.exec(String(value));
  if (!match) throw new QuantityError();
  const [, sign, whole = '', fraction = '', suffix = '', exponent] = match;
  if (whole === '' && fraction === '') throw new QuantityError();
  const digits = BigInt(whole + fraction);
  const signed = sign === '-' ? -digits : digits;
  const power = binaryPowers[suffix];
  if (power !== undefined) {
    const scaled = signed * 1024n ** BigInt(power) * nanosPerUnit;
    return { nanos: divideAwayFromZero(scaled, 10n ** BigInt(fraction.length)), format: 'BinarySI' };
  }
  const tens = 9 + (exponent === undefined ? (decimalExponents[suffix] ?? 0) : Number(exponent)) - fraction.length;
  if (Math.abs(tens) > 300) throw new QuantityError();
  const nanos = tens >= 0 ? signed * 10n ** BigInt(tens) : divideAwayFromZero(signed, 10n ** BigInt(-tens));
  return { nanos, format: exponent === undefined ? 'DecimalSI' : 'DecimalExponent' };
}

/** The canonical text: no fraction, the largest suffix that keeps it exact (`1500m`, `1Gi`, `0`). */
export function formatQuantity({ nanos, format }: Quantity): string {
  const magnitude = nanos < 0n ? -nanos : nanos;
  const sign = nanos < 0n ? '-' : '';
  if (magnitude === 0n) return '0';
  const isWhole = magnitude % nanosPerUnit === 0n;
  if (format === 'BinarySI' && isWhole && magnitude >= 1024n * nanosPerUnit) {
    let amount = magnitude / nanosPerUnit;
    let power = 0;
    while (amount % 1024n === 0n && power < 6) {
      amount /= 1024n;
      power += 1;
    }
    return `${sign}${amount}${['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'][power] ?? ''}`;
  }
  let amount = magnitude;
  let exponent = -9;
  while (amount % 1000n === 0n && exponent < 18) {
    amount /= 1000n;
    exponent += 3;
  }
  if (format === 'DecimalExponent') return `${sign}${amount}${exponent === 0 ? '' : `e${exponent}`}`;
  const suffix = Object.entries(decimalExponents).find(([, power]) => power === exponent)?.[0] ?? '';
  return `${sign}${amount}${suffix}`;
}

/** The text that the API server gives back for a quantity: `1000m` becomes `1`. @throws QuantityError */
export function canonicalQuantity(value: string | number): string {
  return formatQuantity(parseQuantity(value));
}

/** Negative, zero or positive, as for `sort`. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

/** The sum, in the format of `a` unless that is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** The difference, in the format of `a` unless that is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return addQuantities(a, { ...b, nanos: -b.nanos });
}

/** Whole units, rounded up: bytes of memory, numbers of Pods. */
export function quantityUnits(quantity: Quantity): number {
  return Number(divideAwayFromZero(quantity.nanos, nanosPerUnit));
}

/** Thousandths, rounded up: millicores of CPU. */
export function quantityMillis(quantity: Quantity): number {
  return Number(divideAwayFromZero(quantity.nanos, 1_000_000n));
}

function divideAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  if (dividend % divisor === 0n) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
}
