/**
 * Text inside containers is kept as byte strings: JavaScript strings in which every character stands for one byte
 * (0..255), as in C. So nothing is lost on the way through a shell variable, and lengths and ranges count bytes as
 * busybox counts them in the C locale.
 */
export type ByteString = string;

const decodeStep = 8192;

/** The bytes of a byte string. */
export function bytesOf(text: ByteString): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The byte string of some bytes. */
export function textOf(bytes: Uint8Array): ByteString {
  if (bytes.length <= decodeStep) return decode(bytes);
  let text = '';
  for (let i = 0; i < bytes.length; i += decodeStep) {
    text += decode(bytes.subarray(i, i + decodeStep));
  }
  return text;
}

/** Not spread: that makes a list of all numbers first. */
function decode(bytes: Uint8Array): ByteString {
  return Reflect.apply(String.fromCharCode, undefined, bytes as unknown as readonly number[]);
}

/** From an ordinary (UTF-16) string, such as one of a Pod's manifest, to the byte string of its UTF-8 form. */
export function fromUnicode(text: string): ByteString {
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) > 127) return textOf(new TextEncoder().encode(text));
  }
  return text;
}

/** From a byte string to an ordinary string; bytes that are not UTF-8 become U+FFFD. */
export function toUnicode(text: ByteString): string {
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) > 127) return new TextDecoder().decode(bytesOf(text));
  }
  return text;
}

/** Joins pieces; a single piece is returned as it is, not copied. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1 && pieces[0]) return pieces[0];
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
