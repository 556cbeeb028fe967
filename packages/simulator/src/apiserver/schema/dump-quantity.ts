import { binaryPowers, decimalExponents } from '@podlab/apimachinery';

/** Digits that are sure to fit into 64 bits. */
const mostDecimalDigits = 18;
const wordBits = 64n;

/**
 * A quantity as Go prints its fields. What it was parsed from is kept where that is known to be the canonical form, and
 * a large binary one is kept as a decimal of any size.
 * @param text as the API server wrote it
 * @see k8s.io/apimachinery/pkg/api/resource/quantity.go ParseQuantity (v1.36)
 */
export function dumpQuantity(text: string): string {
  if (text === '0') return dumpAmount({ value: 0n, scale: 0, text, format: 'DecimalSI' });
  const [, sign = '', whole = '', fraction = '', suffix = ''] =
    /^([+-]?)(\d*)(?:\.(\d*))?([a-zA-Z]{0,2}|[eE][+-]?\d+)$/.exec(text) ?? [];
  const number = whole.replace(/^0+(?=\d)/, '');
  const digits = number + fraction;
  const factor = sign === '-' ? -1n : 1n;
  const power = binaryPowers[suffix];
  if (power !== undefined) {
    const binary = 10 * power;
    const fits = fraction === '' && 15 - number.length - Math.trunc(binary * 0.3) - 1 >= 0;
    const value = factor * BigInt(digits) * 2n ** BigInt(binary);
    if (!fits) return dumpLarge(value, fraction.length);
    const isCanonical = BigInt(digits) % 8n !== 0n;
    return dumpAmount({ value, scale: 0, text: isCanonical ? text : '', format: 'BinarySI' });
  }
  const decimal = decimalExponents[suffix];
  const exponent = decimal ?? Number(suffix.slice(1));
  const format = decimal === undefined ? 'DecimalExponent' : 'DecimalSI';
  const scale = exponent - fraction.length;
  if (digits.length > mostDecimalDigits) return dumpLarge(factor * BigInt(digits), -scale, format);
  const isCanonical = scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  return dumpAmount({ value: factor * BigInt(digits), scale, text: isCanonical ? text : '', format });
}

interface Amount {
  readonly value: bigint;
  readonly scale: number;
  readonly text: string;
  readonly format: string;
}

function dumpAmount({ value, scale, text, format }: Amount): string {
  return dumpFields(value, scale, '(*inf.Dec)<nil>', text, format);
}

/** Kept in billionths. @param decimals how many of the value's digits are behind the point */
function dumpLarge(value: bigint, decimals: number, format = 'BinarySI'): string {
  const billionths = decimals <= 9 ? value * 10n ** BigInt(9 - decimals) : value / 10n ** BigInt(decimals - 9);
  const words: bigint[] = [];
  for (let rest = billionths < 0n ? -billionths : billionths; rest > 0n; rest >>= wordBits)
    words.push(BigInt.asUintN(Number(wordBits), rest));
  const unscaled = `(big.Int){neg:(bool)${billionths < 0n} abs:(big.nat)[${words.join(' ')}]}`;
  return dumpFields(0n, 0, `(*inf.Dec){unscaled:${unscaled} scale:(inf.Scale)9}`, '', format);
}

function dumpFields(value: bigint, scale: number, decimal: string, text: string, format: string): string {
  const amount = `(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}}`;
  return `{i:${amount} d:(resource.infDecAmount){Dec:${decimal}} s:(string)${text} Format:(resource.Format)${format}}`;
}
