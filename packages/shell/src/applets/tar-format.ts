import { bytesOf, textOf } from '../files/bytes.ts';

/** One member of a tar archive. */
export interface TarEntry {
  readonly name: string;
  /** `0` file, `5` directory, `2` symbolic link, `1` hard link. */
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly user: string;
  readonly group: string;
  readonly modifiedMs: number;
  readonly link: string;
  readonly content: Uint8Array;
}

const blockSize = 512;

function octal(value: number, size: number): string {
  return `${value
    .toString(8)
    .padStart(size - 1, '0')
    .slice(1 - size)}\0`;
}

function header(entry: TarEntry, name: string, size: number, type: string): Uint8Array {
  const link = entry.link.slice(0, 100);
  const fields = [
    name.slice(0, 100).padEnd(100, '\0'),
    octal(entry.mode & 0o7777, 8),
    octal(entry.uid, 8),
    octal(entry.gid, 8),
    octal(size, 12),
    octal(Math.floor(entry.modifiedMs / 1000), 12),
    '        ',
    type,
    link.padEnd(100, '\0'),
    'ustar  \0',
    entry.user.slice(0, 31).padEnd(32, '\0'),
    entry.group.slice(0, 31).padEnd(32, '\0'),
  ];
  const bytes = new Uint8Array(blockSize);
  bytes.set(bytesOf(fields.join('')));
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.set(bytesOf(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return bytes;
}

function padded(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(content.length / blockSize) * blockSize);
  bytes.set(content);
  return bytes;
}

/** The bytes of one member; a name of more than 100 characters gets a member of its own before it, as in GNU tar. */
export function tarMember(entry: TarEntry): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (const [text, type] of [
    [entry.link, 'K'],
    [entry.name, 'L'],
  ] as const) {
    if (text.length <= 100) continue;
    const long = bytesOf(`${text}\0`);
    blocks.push(header({ ...entry, link: '', mode: 0 }, '././@LongLink', long.length, type), padded(long));
  }
  blocks.push(header(entry, entry.name, entry.content.length, entry.type));
  if (entry.content.length > 0) blocks.push(padded(entry.content));
  return blocks;
}

/** What ends an archive. */
export const tarEnd = (): Uint8Array => new Uint8Array(2 * blockSize);

/** Reads an archive. @returns undefined in place of a member when the archive is cut or no archive */
export function* tarEntries(bytes: Uint8Array): Generator<TarEntry | undefined, void, void> {
  let at = 0;
  let longName: string | undefined;
  let longLink: string | undefined;
  while (at < bytes.length) {
    const block = bytes.subarray(at, at + blockSize);
    if (block.length < blockSize) {
      yield undefined;
      return;
    }
    if (block.every((byte) => byte === 0)) return;
    const text = textOf(block);
    const field = (from: number, size: number) => text.slice(from, from + size).split('\0')[0] ?? '';
    const number = (from: number, size: number) => parseInt(field(from, size).trim(), 8) || 0;
    const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    if (sum !== number(148, 8)) {
      yield undefined;
      return;
    }
    const size = number(124, 12);
    const content = bytes.subarray(at + blockSize, at + blockSize + size);
    if (content.length < size) {
      yield undefined;
      return;
    }
    at += blockSize + Math.ceil(size / blockSize) * blockSize;
    const type = text[156] === '\0' ? '0' : (text[156] ?? '0');
    if (type === 'L') longName = textOf(content).split('\0')[0];
    else if (type === 'K') longLink = textOf(content).split('\0')[0];
    else if (type === 'x' || type === 'g') {
      const path = /\d+ path=([^\n]*)\n/.exec(textOf(content))?.[1];
      if (type === 'x' && path !== undefined) longName = path;
    } else {
      const prefix = text.slice(257, 263) === 'ustar\0' ? field(345, 155) : '';
      yield {
        name: longName ?? (prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`),
        type,
        mode: number(100, 8),
        uid: number(108, 8),
        gid: number(116, 8),
        user: field(265, 32),
        group: field(297, 32),
        modifiedMs: number(136, 12) * 1000,
        link: longLink ?? field(157, 100),
        content,
      };
      longName = undefined;
      longLink = undefined;
    }
  }
}
