import { applet } from './applet.ts';
import { escapedByte, littleEndian, readJoined, tellDirectories } from './dump-text.ts';
import { parseCount } from './head.ts';
import { parseOptions } from './options.ts';

interface Layout {
  /** Everything of one line but the address. */
  readonly line: (block: string) => string;
  readonly addressWidth: number;
}

const printable = (text: string) => text.replace(/[^ -~]/g, '.');

function units(size: number, width: number, show: (value: bigint) => string): Layout {
  return {
    addressWidth: 7,
    line: (block) => {
      let line = '';
      for (let i = 0; i < 16; i += size) {
        line += i < block.length ? ` ${show(littleEndian(block, i, size)).padStart(width)}` : ' '.repeat(width + 1);
      }
      return line;
    },
  };
}

const layouts: Readonly<Record<string, Layout>> = {
  b: units(1, 3, (value) => value.toString(8).padStart(3, '0')),
  c: units(1, 3, (value) => escapedByte(Number(value))),
  d: units(2, 7, (value) => value.toString().padStart(5, '0')),
  o: units(2, 7, (value) => value.toString(8).padStart(6, '0')),
  x: units(2, 7, (value) => value.toString(16).padStart(4, '0')),
  '': units(2, 4, (value) => value.toString(16).padStart(4, '0')),
  C: {
    addressWidth: 8,
    line: (block) => {
      const bytes = Array.from(block, (char) => char.charCodeAt(0).toString(16).padStart(2, '0'));
      const half = (from: number) =>
        bytes
          .slice(from, from + 8)
          .join(' ')
          .padEnd(23);
      return `  ${half(0)}  ${half(8)}  |${printable(block)}|`;
    },
  },
};

/** Dumps bytes: -C -b -c -d -o -x, -n LENGTH, -s OFFSET, -v. */
export const hexdump = applet('hexdump', function* (context, args) {
  const options = yield* parseOptions(context, args, 'bcCdoxvn:s:e:f:');
  if (!options) return 1;
  if (options.has('e') || options.has('f')) {
    yield* context.complain('hexdump: formats of its own (-e, -f) are not built into this shell');
    return 1;
  }
  const chosen = Array.from('bcCdox').filter((letter) => options.has(letter));
  const shown = (chosen.length > 0 ? chosen : ['']).map((letter) => layouts[letter] as Layout);
  for (const letter of 'ns') {
    const value = options.value(letter);
    if (value === undefined || parseCount(value) !== undefined) continue;
    yield* context.complain(`hexdump: invalid number '${value}'`);
    return 1;
  }
  const { text: all, status } = yield* readJoined(context, options.rest);
  yield* tellDirectories(context, options.rest);
  const skip = parseCount(options.value('s') ?? '0') ?? 0;
  const limit = parseCount(options.value('n') ?? '') ?? all.length;
  const text = all.slice(skip, skip + limit);
  const width = shown[0]?.addressWidth ?? 7;
  const address = (at: number) => (at + skip).toString(16).padStart(width, '0');
  let before = '';
  let starred = false;
  for (let at = 0; at < text.length; at += 16) {
    const block = text.slice(at, at + 16);
    if (!options.has('v') && block === before && block.length === 16) {
      if (!starred) context.print('*\n');
      starred = true;
      continue;
    }
    starred = false;
    before = block;
    for (const layout of shown) context.print(`${address(at)}${layout.line(block)}\n`);
    if (context.isOutputFull) yield* context.flush();
  }
  if (text !== '') context.print(`${address(text.length)}\n`);
  return status;
});
