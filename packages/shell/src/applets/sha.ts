/** Digests besides those of `hash.ts`, as lower-case hexadecimal. */

function padded(bytes: Uint8Array, block: number): Uint8Array {
  const size = Math.ceil((bytes.length + 1 + block / 8) / block) * block;
  const message = new Uint8Array(size);
  message.set(bytes);
  message[bytes.length] = 0x80;
  new DataView(message.buffer).setBigUint64(size - 8, BigInt(bytes.length) * 8n);
  return message;
}

const rotate = (value: number, by: number) => ((value << by) | (value >>> (32 - by))) >>> 0;

/** SHA-1 (FIPS 180-4). */
export function sha1(bytes: Uint8Array): string {
  const message = padded(bytes, 64);
  const view = new DataView(message.buffer);
  let [a, b, c, d, e] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const words = new Uint32Array(80);
  for (let at = 0; at < message.length; at += 64) {
    for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(at + i * 4);
    for (let i = 16; i < 80; i += 1) {
      words[i] = rotate((words[i - 3] ?? 0) ^ (words[i - 8] ?? 0) ^ (words[i - 14] ?? 0) ^ (words[i - 16] ?? 0), 1);
    }
    const before = [a, b, c, d, e];
    for (let i = 0; i < 80; i += 1) {
      const [mixed, constant] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const next = (rotate(a, 5) + (mixed >>> 0) + e + constant + (words[i] ?? 0)) >>> 0;
      [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
    }
    [a, b, c, d, e] = [a, b, c, d, e].map((value, index) => (value + (before[index] ?? 0)) >>> 0) as [
      number,
      number,
      number,
      number,
      number,
    ];
  }
  return [a, b, c, d, e].map((value) => value.toString(16).padStart(8, '0')).join('');
}

const mask = (1n << 64n) - 1n;
const turn = (value: bigint, by: bigint) => ((value >> by) | (value << (64n - by))) & mask;

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let candidate = 2n; found.length < count; candidate += 1n) {
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
  }
  return found;
}

/** The first 64 bits of the fractional part of a root. */
function rootBits(value: bigint, degree: bigint): bigint {
  const target = value << (64n * degree);
  let [low, high] = [0n, 1n << 72n];
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** degree <= target) low = middle;
    else high = middle - 1n;
  }
  return low & mask;
}

let constants: { readonly start: readonly bigint[]; readonly rounds: readonly bigint[] } | undefined;

/** SHA-512 (FIPS 180-4); its constants are made when it is first used. */
export function sha512(bytes: Uint8Array): string {
  constants ??= {
    start: primes(8).map((prime) => rootBits(prime, 2n)),
    rounds: primes(80).map((prime) => rootBits(prime, 3n)),
  };
  const message = padded(bytes, 128);
  const view = new DataView(message.buffer);
  let state = [...constants.start];
  const words: bigint[] = Array.from({ length: 80 }, () => 0n);
  const word = (index: number) => words[index] ?? 0n;
  for (let at = 0; at < message.length; at += 128) {
    for (let i = 0; i < 16; i += 1) words[i] = view.getBigUint64(at + i * 8);
    for (let i = 16; i < 80; i += 1) {
      const [x, y] = [word(i - 15), word(i - 2)];
      const first = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
      const second = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
      words[i] = (word(i - 16) + first + word(i - 7) + second) & mask;
    }
    let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state;
    for (let i = 0; i < 80; i += 1) {
      const upper = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
      const first = (h + upper + ((e & f) ^ (~e & mask & g)) + (constants.rounds[i] ?? 0n) + word(i)) & mask;
      const lower = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
      const second = (lower + ((a & b) ^ (a & c) ^ (b & c))) & mask;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & mask, c, b, a, (first + second) & mask];
    }
    state = [a, b, c, d, e, f, g, h].map((value, index) => (value + (state[index] ?? 0n)) & mask);
  }
  return state.map((value) => value.toString(16).padStart(16, '0')).join('');
}
