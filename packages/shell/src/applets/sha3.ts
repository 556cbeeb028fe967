const mask = (1n << 64n) - 1n;

function rotated(value: bigint, by: number): bigint {
  const shift = BigInt(by % 64);
  return ((value << shift) | (value >> (64n - shift))) & mask;
}

function roundConstants(): bigint[] {
  const constants: bigint[] = [];
  let register = 1;
  for (let round = 0; round < 24; round += 1) {
    let constant = 0n;
    for (let j = 0; j <= 6; j += 1) {
      if (register & 1) constant |= 1n << BigInt(2 ** j - 1);
      register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1;
    }
    constants.push(constant);
  }
  return constants;
}

/** Keccak-f[1600] (FIPS 202). */
function permute(lanes: bigint[]): void {
  const lane = (x: number, y: number) => lanes[(x % 5) + 5 * (y % 5)] ?? 0n;
  for (const constant of roundConstants()) {
    const columns = Array.from(
      { length: 5 },
      (_value, x) => lane(x, 0) ^ lane(x, 1) ^ lane(x, 2) ^ lane(x, 3) ^ lane(x, 4),
    );
    const mixed = columns.map((_column, x) => (columns[(x + 4) % 5] ?? 0n) ^ rotated(columns[(x + 1) % 5] ?? 0n, 1));
    for (let index = 0; index < 25; index += 1) lanes[index] = (lanes[index] ?? 0n) ^ (mixed[index % 5] ?? 0n);
    let [x, y] = [1, 0];
    let current = lane(x, y);
    for (let step = 0; step < 24; step += 1) {
      [x, y] = [y, (2 * x + 3 * y) % 5];
      const next = lane(x, y);
      lanes[x + 5 * y] = rotated(current, ((step + 1) * (step + 2)) / 2);
      current = next;
    }
    for (let row = 0; row < 5; row += 1) {
      const before = lanes.slice(row * 5, row * 5 + 5);
      for (let at = 0; at < 5; at += 1) {
        const [a = 0n, b = 0n, c = 0n] = [before[at], before[(at + 1) % 5], before[(at + 2) % 5]];
        lanes[row * 5 + at] = a ^ (~b & mask & c);
      }
    }
    lanes[0] = (lanes[0] ?? 0n) ^ constant;
  }
}

/** SHA-3 (FIPS 202), in hexadecimal. @param bits of the digest: 224, 256, 384 or 512 */
export function sha3(bytes: Uint8Array, bits: number): string {
  const rate = 200 - bits / 4;
  const padded = new Uint8Array(Math.ceil((bytes.length + 1) / rate) * rate);
  padded.set(bytes);
  padded[bytes.length] = 0x06;
  padded[padded.length - 1] = (padded[padded.length - 1] ?? 0) | 0x80;
  const view = new DataView(padded.buffer);
  const lanes = Array.from({ length: 25 }, () => 0n);
  for (let at = 0; at < padded.length; at += rate) {
    for (let index = 0; index < rate / 8; index += 1) {
      lanes[index] = (lanes[index] ?? 0n) ^ view.getBigUint64(at + index * 8, true);
    }
    permute(lanes);
  }
  const text = lanes
    .map((lane) => (lane.toString(16).padStart(16, '0').match(/../g) ?? []).reverse().join(''))
    .join('');
  return text.slice(0, bits / 4);
}
