import { applet } from './applet.ts';
import { readFile } from './lines.ts';
import { parseOptions } from './options.ts';
import { sha3 } from './sha3.ts';
import { bytesOf } from '../files/bytes.ts';

/** CRC of POSIX's cksum: the length counts too. */
function posixChecksum(text: string): number {
  let crc = 0;
  const feed = (byte: number) => {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  };
  for (let at = 0; at < text.length; at += 1) feed(text.charCodeAt(at));
  for (let length = text.length; length > 0; length = Math.floor(length / 256)) feed(length & 255);
  return ~crc >>> 0;
}

/** Checksum and length of files. */
export const cksum = applet('cksum', function* (context, args) {
  const options = yield* parseOptions(context, args, '');
  if (!options) return 1;
  let status = 0;
  for (const file of options.rest.length > 0 ? options.rest : ['-']) {
    const text = yield* readFile(context, file, `can't open '${file}'`);
    if (text === undefined) {
      status = 1;
      continue;
    }
    context.charge(text.length);
    context.print(`${posixChecksum(text)} ${text.length}${file === '-' ? '' : ` ${file}`}\n`);
  }
  return status;
});

/** Checksum and blocks of files: -r as BSD has it (the default), -s as System V. */
export const sum = applet('sum', function* (context, args) {
  const options = yield* parseOptions(context, args, 'sr');
  if (!options) return 1;
  let status = 0;
  for (const file of options.rest.length > 0 ? options.rest : ['-']) {
    const text = yield* readFile(context, file);
    if (text === undefined) {
      status = 1;
      continue;
    }
    context.charge(text.length);
    const name = file === '-' || (options.rest.length < 2 && !options.has('s')) ? '' : file;
    if (options.has('s')) {
      let total = 0;
      for (let at = 0; at < text.length; at += 1) total += text.charCodeAt(at);
      const folded = (total & 0xffff) + Math.floor(total / 65_536);
      context.print(
        `${(folded & 0xffff) + (folded >> 16)} ${Math.ceil(text.length / 512)}${name === '' ? '' : ` ${name}`}\n`,
      );
      continue;
    }
    let total = 0;
    for (let at = 0; at < text.length; at += 1)
      total = ((total >> 1) + ((total & 1) << 15) + text.charCodeAt(at)) & 0xffff;
    context.print(`${String(total).padStart(5, '0')} ${String(Math.ceil(text.length / 1024)).padStart(5)} ${name}\n`);
  }
  return status;
});

/** Digests of files by SHA-3: -a BITS (224). */
export const sha3sum = applet('sha3sum', function* (context, args) {
  const options = yield* parseOptions(context, args, 'a:');
  if (!options) return 1;
  const bits = options.value('a') ?? '224';
  if (!['224', '256', '384', '512'].includes(bits)) {
    yield* context.complain(`sha3sum: bad -a${bits}`);
    return 1;
  }
  let status = 0;
  for (const file of options.rest.length > 0 ? options.rest : ['-']) {
    const text = yield* readFile(context, file, `can't open '${file}'`);
    if (text === undefined) {
      status = 1;
      continue;
    }
    context.charge(text.length);
    context.print(`${sha3(bytesOf(text), Number(bits))}  ${file}\n`);
  }
  return status;
});
