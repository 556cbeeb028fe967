/** Message digests, synchronous because nothing inside the embedded cluster may wait for a promise. */

const rotateLeft = (value: number, by: number) => (value << by) | (value >>> (32 - by));
const rotateRight = (value: number, by: number) => (value >>> by) | (value << (32 - by));

/** Pads to blocks of 64 bytes with the length in bits at the end. */
function padded(bytes: Uint8Array, littleEndian: boolean): DataView {
  const size = Math.ceil((bytes.length + 9) / 64) * 64;
  const block = new Uint8Array(size);
  block.set(bytes);
  block[bytes.length] = 0x80;
  const view = new DataView(block.buffer);
  view.setBigUint64(size - 8, BigInt(bytes.length) * 8n, littleEndian);
  return view;
}

/** MD5 (RFC 1321), in hexadecimal. */
export function md5(bytes: Uint8Array): string {
  const view = padded(bytes, true);
  const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let i = 0; i < 64; i += 1) {
      const round = i >> 4;
      const mixes = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)];
      const indexes = [i, 5 * i + 1, 3 * i + 5, 7 * i];
      const constant = Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296);
      const sum =
        (a + (mixes[round] ?? 0) + constant + view.getUint32(at + ((indexes[round] ?? 0) & 15) * 4, true)) | 0;
      [a, d, c, b] = [d, c, b, (b + rotateLeft(sum, shifts[round * 4 + (i & 3)] ?? 0)) | 0];
    }
    for (const [index, value] of [a, b, c, d].entries()) state[index] = ((state[index] ?? 0) + value) | 0;
  }
  const digest = new DataView(new ArrayBuffer(16));
  for (const [index, value] of state.entries()) digest.setUint32(index * 4, value, true);
  return hex(digest);
}

/** SHA-256 (FIPS 180-4), in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  const view = padded(bytes, false);
  const { constants, initial } = sha256Tables();
  const state = [...initial];
  const words = new Int32Array(64);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 64; i += 1) {
      if (i < 16) words[i] = view.getInt32(at + i * 4);
      else {
        const [x = 0, y = 0] = [words[i - 15], words[i - 2]];
        const small = rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3);
        const large = rotateRight(y, 17) ^ rotateRight(y, 19) ^ (y >>> 10);
        words[i] = (words[i - 16] ?? 0) + small + (words[i - 7] ?? 0) + large;
      }
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let i = 0; i < 64; i += 1) {
      const sum1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
      const first = (h + sum1 + ((e & f) ^ (~e & g)) + (constants[i] ?? 0) + (words[i] ?? 0)) | 0;
      const sum0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
      const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = ((state[index] ?? 0) + value) | 0;
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [index, value] of state.entries()) digest.setInt32(index * 4, value);
  return hex(digest);
}

/** The fractional bits of the roots of the first primes. */
function sha256Tables(): { constants: number[]; initial: number[] } {
  const constants: number[] = [];
  const initial: number[] = [];
  for (let candidate = 2; constants.length < 64; candidate += 1) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= candidate; factor += 1) if (candidate % factor === 0) isPrime = false;
    if (!isPrime) continue;
    const bits = (root: number) => ((root - Math.floor(root)) * 4294967296) | 0;
    constants.push(bits(Math.cbrt(candidate)));
    if (initial.length < 8) initial.push(bits(Math.sqrt(candidate)));
  }
  return { constants, initial };
}

function hex(view: DataView): string {
  return [...new Uint8Array(view.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
