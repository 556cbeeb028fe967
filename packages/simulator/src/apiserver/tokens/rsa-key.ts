import type { Random } from '@podlab/apimachinery';

/** An RSA key pair, with what signing by the Chinese remainder theorem needs. */
export interface RsaKey {
  readonly modulus: bigint;
  readonly publicExponent: bigint;
  readonly primes: readonly [p: bigint, q: bigint];
}

const publicExponent = 65_537n;
const smallPrimes = primesBelow(20_000);

/**
 * Makes a key pair. It takes some tenths of a second, and only the generator decides what comes of it: whoever knows the
 * seed of a cluster knows its keys.
 * @param bits of the modulus; even
 */
export function makeRsaKey(random: Random, bits = 2048): RsaKey {
  for (;;) {
    const p = findPrime(random, bits / 2);
    const q = findPrime(random, bits / 2);
    if (p !== q) return { modulus: p * q, publicExponent, primes: p > q ? [p, q] : [q, p] };
  }
}

/** `value` to the power of the private exponent. */
export function applyPrivateKey({ primes: [p, q] }: RsaKey, value: bigint): bigint {
  const exponentFor = (prime: bigint) => invert(publicExponent, prime - 1n);
  const byP = power(value % p, exponentFor(p), p);
  const byQ = power(value % q, exponentFor(q), q);
  const difference = (((byP - byQ) * invert(q, p)) % p) + p;
  return byQ + (difference % p) * q;
}

/** `value` to the power of the public exponent. */
export function applyPublicKey({ modulus }: Pick<RsaKey, 'modulus'>, value: bigint): bigint {
  return power(value, publicExponent, modulus);
}

/** A prime whose two highest bits are set, so that a product of two has all the bits that it should have. */
function findPrime(random: Random, bits: number): bigint {
  let start = 1n;
  for (let drawn = 0; drawn < bits; drawn += 32) start = (start << 32n) | BigInt(random.uint32());
  start = BigInt.asUintN(bits, start) | (3n << BigInt(bits - 2)) | 1n;
  const remainders = smallPrimes.map((prime) => Number(start % BigInt(prime)));
  for (let step = 0; ; step += 2) {
    if (smallPrimes.some((prime, index) => ((remainders[index] ?? 0) + step) % prime === 0)) continue;
    const candidate = start + BigInt(step);
    if (candidate % publicExponent !== 1n && isLikelyPrime(candidate)) return candidate;
  }
}

/** Fermat's test to base 2: of numbers drawn by chance, practically none passes that is not a prime. */
function isLikelyPrime(candidate: bigint): boolean {
  let result = 1n;
  for (const bit of (candidate - 1n).toString(2)) {
    result = (result * result) % candidate;
    if (bit === '1') result <<= 1n;
  }
  return result % candidate === 1n;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

/** The inverse of `value` by Euclid's algorithm. */
function invert(value: bigint, modulus: bigint): bigint {
  let [low, high] = [((value % modulus) + modulus) % modulus, modulus];
  let [one, other] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high % low, low];
    [one, other] = [other - quotient * one, one];
  }
  return ((one % modulus) + modulus) % modulus;
}

function primesBelow(limit: number): readonly number[] {
  const isComposite = new Uint8Array(limit);
  const found: number[] = [];
  for (let number = 3; number < limit; number += 2) {
    if (isComposite[number]) continue;
    found.push(number);
    for (let multiple = number * number; multiple < limit; multiple += number) isComposite[multiple] = 1;
  }
  return found;
}
