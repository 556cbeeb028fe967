import { crcOf } from './crc32.ts';

/** Writes bits from the lowest on, as deflate does. */
class BitWriter {
  #bytes = new Uint8Array(4096);
  #size = 0;
  #bits = 0;
  #count = 0;

  put(value: number, count: number): void {
    this.#bits |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.byte(this.#bits & 255);
      this.#bits >>>= 8;
      this.#count -= 8;
    }
  }

  /** A Huffman code: its highest bit goes first. */
  code(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit -= 1) this.put((value >> bit) & 1, 1);
  }

  byte(value: number): void {
    if (this.#size >= this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#size] = value;
    this.#size += 1;
  }

  finish(): Uint8Array {
    if (this.#count > 0) this.byte(this.#bits & 255);
    this.#bits = 0;
    this.#count = 0;
    return this.#bytes.subarray(0, this.#size);
  }
}

const window = 32_768;
const longest = 258;

/** A gzip file (RFC 1952) of some bytes: one block with the fixed Huffman codes. */
export function gzipBytes(bytes: Uint8Array): Uint8Array {
  const writer = new BitWriter();
  for (const byte of [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]) writer.byte(byte);
  writer.put(1, 1);
  writer.put(1, 2);
  compress(bytes, writer);
  literal(writer, 256);
  writer.put(0, 0);
  const body = writer.finish();
  const whole = new Uint8Array(body.length + 8);
  whole.set(body);
  const view = new DataView(whole.buffer);
  view.setUint32(body.length, crcOf(bytes), true);
  view.setUint32(body.length + 4, bytes.length >>> 0, true);
  return whole;
}

function compress(bytes: Uint8Array, writer: BitWriter): void {
  const lastSeen = new Int32Array(65_536).fill(-1);
  let at = 0;
  while (at < bytes.length) {
    const hash = hashAt(bytes, at);
    const from = at + 3 <= bytes.length ? (lastSeen[hash] ?? -1) : -1;
    lastSeen[hash] = at;
    let length = 0;
    if (from >= 0 && at - from <= window) {
      const limit = Math.min(longest, bytes.length - at);
      while (length < limit && bytes[from + length] === bytes[at + length]) length += 1;
    }
    if (length < 3) {
      literal(writer, bytes[at] ?? 0);
      at += 1;
      continue;
    }
    copy(writer, length, at - from);
    for (let i = 1; i < length && at + i + 3 <= bytes.length; i += 1) lastSeen[hashAt(bytes, at + i)] = at + i;
    at += length;
  }
}

function hashAt(bytes: Uint8Array, at: number): number {
  return (
    (Math.imul((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16), 2_654_435_761) >>> 16) &
    65_535
  );
}

function literal(writer: BitWriter, symbol: number): void {
  if (symbol < 144) writer.code(48 + symbol, 8);
  else if (symbol < 256) writer.code(400 + symbol - 144, 9);
  else if (symbol < 280) writer.code(symbol - 256, 7);
  else writer.code(192 + symbol - 280, 8);
}

function copy(writer: BitWriter, length: number, distance: number): void {
  if (length === longest) literal(writer, 285);
  else if (length < 11) literal(writer, 254 + length);
  else {
    const extra = 29 - Math.clz32(length - 3);
    literal(writer, 257 + extra * 4 + ((length - 3) >> extra));
    writer.put((length - 3) & ((1 << extra) - 1), extra);
  }
  if (distance <= 4) writer.code(distance - 1, 5);
  else {
    const extra = 30 - Math.clz32(distance - 1);
    writer.code(extra * 2 + ((distance - 1) >> extra), 5);
    writer.put((distance - 1) & ((1 << extra) - 1), extra);
  }
}
