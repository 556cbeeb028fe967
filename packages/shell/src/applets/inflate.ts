import { crcOf } from './crc32.ts';

/** Compressed data that is not. */
export class CompressionError extends Error {
  override readonly name = 'CompressionError';
}

/** A Huffman code: for each length, the first code and where its symbols begin. */
interface Huffman {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Whether bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The content of a gzip file (RFC 1952), of all its members. Throws `CompressionError`. */
export function gunzipBytes(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (!isGzip(bytes.subarray(at))) {
      if (at === 0) throw new CompressionError('invalid magic');
      break;
    }
    const reader = new Inflater(bytes, headerEnd(bytes, at));
    const piece = reader.run();
    at = reader.end;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (at + 8 > bytes.length) throw new CompressionError('unexpected end of file');
    if (view.getUint32(at, true) !== crcOf(piece)) throw new CompressionError('crc error');
    at += 8;
    pieces.push(piece);
  }
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

function headerEnd(bytes: Uint8Array, start: number): number {
  const flags = bytes[start + 3] ?? 0;
  let at = start + 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    while (at < bytes.length && bytes[at] !== 0) at += 1;
    at += 1;
  }
  return flags & 2 ? at + 2 : at;
}

class Inflater {
  readonly #input: Uint8Array;
  #at: number;
  #bits = 0;
  #bitCount = 0;
  #output = new Uint8Array(65_536);
  #size = 0;

  constructor(input: Uint8Array, at: number) {
    this.#input = input;
    this.#at = at;
  }

  get end(): number {
    return this.#at;
  }

  run(): Uint8Array {
    for (;;) {
      const last = this.#take(1);
      const type = this.#take(2);
      if (type === 0) this.#stored();
      else if (type === 1) this.#codes(fixedLiterals, fixedDistances);
      else if (type === 2) this.#dynamic();
      else throw new CompressionError('corrupted data');
      if (last) break;
    }
    return this.#output.subarray(0, this.#size);
  }

  #take(count: number): number {
    while (this.#bitCount < count) {
      const byte = this.#input[this.#at];
      if (byte === undefined) throw new CompressionError('unexpected end of file');
      this.#at += 1;
      this.#bits |= byte << this.#bitCount;
      this.#bitCount += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }

  #put(byte: number): void {
    if (this.#size >= this.#output.length) {
      const grown = new Uint8Array(this.#output.length * 2);
      grown.set(this.#output);
      this.#output = grown;
    }
    this.#output[this.#size] = byte;
    this.#size += 1;
  }

  #stored(): void {
    this.#bits = 0;
    this.#bitCount = 0;
    const length = (this.#input[this.#at] ?? 0) | ((this.#input[this.#at + 1] ?? 0) << 8);
    this.#at += 4;
    if (this.#at + length > this.#input.length) throw new CompressionError('unexpected end of file');
    for (let i = 0; i < length; i += 1) this.#put(this.#input[this.#at + i] ?? 0);
    this.#at += length;
  }

  #symbol({ counts, symbols }: Huffman): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= 15; length += 1) {
      code |= this.#take(1);
      const count = counts[length] ?? 0;
      if (code - count < first) return symbols[index + (code - first)] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new CompressionError('corrupted data');
  }

  #codes(literals: Huffman, distances: Huffman): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol < 256) this.#put(symbol);
      else if (symbol === 256) return;
      else {
        const length = (lengthBase[symbol - 257] ?? 0) + this.#take(lengthExtra[symbol - 257] ?? 0);
        const code = this.#symbol(distances);
        const distance = (distanceBase[code] ?? 0) + this.#take(Math.max(0, (code >> 1) - 1));
        if (distance > this.#size) throw new CompressionError('corrupted data');
        for (let i = 0; i < length; i += 1) this.#put(this.#output[this.#size - distance] ?? 0);
      }
    }
  }

  #dynamic(): void {
    const literalCount = this.#take(5) + 257;
    const distanceCount = this.#take(5) + 1;
    const codeCount = this.#take(4) + 4;
    const lengths = new Uint8Array(19);
    for (let i = 0; i < codeCount; i += 1) lengths[codeOrder[i] ?? 0] = this.#take(3);
    const lengthCode = huffman(lengths);
    const all = new Uint8Array(literalCount + distanceCount);
    for (let i = 0; i < all.length; ) {
      const symbol = this.#symbol(lengthCode);
      if (symbol < 16) {
        all[i] = symbol;
        i += 1;
        continue;
      }
      const value = symbol === 16 ? (all[i - 1] ?? 0) : 0;
      const repeat = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      all.fill(value, i, i + repeat);
      i += repeat;
    }
    this.#codes(huffman(all.subarray(0, literalCount)), huffman(all.subarray(literalCount)));
  }
}

function huffman(lengths: Uint8Array): Huffman {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const offsets = new Uint16Array(16);
  for (let length = 1; length < 15; length += 1) offsets[length + 1] = (offsets[length] ?? 0) + (counts[length] ?? 0);
  const symbols = new Uint16Array(lengths.length);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const at = offsets[length] ?? 0;
    symbols[at] = symbol;
    offsets[length] = at + 1;
  }
  return { counts, symbols };
}

const fixedLiterals = huffman(
  Uint8Array.from({ length: 288 }, (_value, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
);
const fixedDistances = huffman(new Uint8Array(30).fill(5));
