/** A seeded generator. The same seed and the same calls give the same values, on Node and in every browser. */
export interface Random {
  /** An integer in [0, 2^32). */
  uint32(): number;
  /** A float in [0, 1). */
  float(): number;
  /** An integer in [0, bound). */
  below(bound: number): number;
  /** An independent generator whose values depend only on this generator's seed and `label`. */
  fork(label: string): Random;
}

/** Letters and digits that Kubernetes uses for generated names: no vowels, nothing that looks like another character. */
const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Creates a generator from a seed of any length (xmur3 to spread the seed, sfc32 to draw). */
export function createRandom(seed: string): Random {
  const spread = spreadSeed(seed);
  let a = spread();
  let b = spread();
  let c = spread();
  let counter = 1;
  const uint32 = () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return result >>> 0;
  };
  for (let i = 0; i < 12; i += 1) uint32();
  return {
    uint32,
    float: () => uint32() / 4294967296,
    below: (bound) => Math.floor((uint32() / 4294967296) * bound),
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

/** A random version 4 UUID, as the API server gives to new objects. */
export function newUid(random: Random): string {
  const bytes: string[] = [];
  pushBytes(bytes, random.uint32());
  bytes.push('-');
  // Four bits of this one say the version, two of the next the variant.
  const second = (random.uint32() & 0xffff0fff) | 0x4000;
  bytes.push(hexOfByte(second >>> 24), hexOfByte(second >>> 16), '-', hexOfByte(second >>> 8), hexOfByte(second), '-');
  const third = random.uint32();
  bytes.push(variants[(third >>> 24) & 0x3f] as string, hexOfByte(third >>> 16), '-');
  bytes.push(hexOfByte(third >>> 8), hexOfByte(third));
  pushBytes(bytes, random.uint32());
  // Joined, not added up: V8 keeps a sum as a tree of its parts, five times the size of the text.
  return bytes.join('');
}

/** The random end of a generated name, such as `x7k2p`. @param length default 5, as in `generateName` */
export function newNameSuffix(random: Random, length = 5): string {
  let suffix = '';
  for (let i = 0; i < length; i += 1) suffix += nameAlphabet[random.below(nameAlphabet.length)];
  return suffix;
}

/** Lower-case hexadecimal digits, for container and image ids. */
export function newHexId(random: Random, length = 64): string {
  const bytes: string[] = [];
  for (let left = length; left > 0; left -= 8) pushBytes(bytes, random.uint32());
  const digits = bytes.join('');
  return digits.length === length ? digits : digits.slice(0, length);
}

const hexBytes: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** A byte that begins with the two bits of the variant; its next two say which digit of `89ab` that is. */
const variants: readonly string[] = hexBytes
  .slice(0, 64)
  .map((_, low) => '89ab'.charAt(low >> 4) + (low & 15).toString(16));

function hexOfByte(word: number): string {
  return hexBytes[word & 255] as string;
}

/** The digits of a word of 32 bits: a table is faster than `toString`, which goes through floating-point numbers. */
function pushBytes(bytes: string[], word: number): void {
  bytes.push(hexOfByte(word >>> 24), hexOfByte(word >>> 16), hexOfByte(word >>> 8), hexOfByte(word));
}

function spreadSeed(seed: string): () => number {
  let hash = 1779033703 ^ seed.length;
  for (let i = 0; i < seed.length; i += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(i), 3432918353);
    hash = (hash << 13) | (hash >>> 19);
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    hash ^= hash >>> 16;
    return hash >>> 0;
  };
}
