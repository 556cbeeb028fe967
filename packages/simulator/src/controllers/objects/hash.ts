/** The alphabet of generated names. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const offset = 0x811c9dc5;
const prime = 0x01000193;

/** FNV-1a, 32 bit. */
export function fnv1a(bytes: Iterable<number>): number {
  let hash = offset;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, prime);
  return hash >>> 0;
}

/** FNV-1, 32 bit: as 1a, with its two steps in the other order. */
export function fnv1(bytes: Iterable<number>): number {
  let hash = offset;
  for (const byte of bytes) hash = Math.imul(hash, prime) ^ byte;
  return hash >>> 0;
}

/** A hash's decimal digits in the alphabet of names. @see k8s.io/apimachinery/pkg/util/rand/rand.go SafeEncodeString */
export function safeEncode(hash: number): string {
  return String(hash).replaceAll(/\d/g, (digit) => alphabet[digit.charCodeAt(0) % alphabet.length] ?? '');
}
