import { applet } from './applet.ts';
import { escapedByte, littleEndian, readJoined } from './dump-text.ts';
import { parseCount } from './head.ts';
import { parseOptions } from './options.ts';

interface Format {
  readonly size: number;
  readonly width: number;
  readonly show: (text: string, at: number) => string;
}

const asciiNames =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  );
/** Digits that the biggest number of so many bytes has. */
const digits: Readonly<Record<string, readonly number[]>> = {
  o: [3, 6, 11, 22],
  u: [3, 5, 10, 20],
  d: [4, 6, 11, 20],
  x: [2, 4, 8, 16],
};

function numberFormat(letter: string, size: number): Format {
  const width = digits[letter]?.[Math.log2(size)] ?? 2;
  const radix = letter === 'o' ? 8 : letter === 'x' ? 16 : 10;
  return {
    size,
    width,
    show: (text, at) => {
      const value = littleEndian(text, at, size);
      if (letter === 'd') return BigInt.asIntN(size * 8, value).toString();
      return radix === 10 ? value.toString() : value.toString(radix).padStart(width, '0');
    },
  };
}

function floatFormat(size: number): Format {
  return {
    size,
    width: size === 4 ? 15 : 24,
    show: (text, at) => {
      const view = new DataView(new ArrayBuffer(8));
      for (let i = 0; i < size; i += 1) view.setUint8(i, text.charCodeAt(at + i) || 0);
      const value = size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
      return value.toExponential(size === 4 ? 7 : 16).replace(/e([-+])(\d)$/, 'e$10$2');
    },
  };
}

const characters: Format = { size: 1, width: 3, show: (text, at) => escapedByte(text.charCodeAt(at)) };
const names: Format = {
  size: 1,
  width: 3,
  show: (text, at) => {
    const code = text.charCodeAt(at) & 127;
    return code === 127 ? 'del' : (asciiNames[code] ?? String.fromCharCode(code));
  },
};

const short: Readonly<Record<string, Format>> = {
  a: names,
  c: characters,
  b: numberFormat('o', 1),
  d: numberFormat('u', 2),
  f: floatFormat(8),
  h: numberFormat('x', 2),
  i: numberFormat('d', 4),
  l: numberFormat('d', 8),
  o: numberFormat('o', 2),
  s: numberFormat('d', 2),
  x: numberFormat('x', 2),
};

/** `-t` types: `x1`, `dC`, `a`, `c` and so on, several together; undefined for one that there is not. */
function typeFormats(text: string): Format[] | undefined {
  const formats: Format[] = [];
  const rest = text.replace(/a|c|([duoxf])([CSIL]|\d+|[FD])?/g, (all, letter: string | undefined, sizeText = '') => {
    if (letter === undefined) {
      formats.push(all === 'a' ? names : characters);
      return '';
    }
    const named: Record<string, number> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8, '': letter === 'f' ? 8 : 4 };
    const size = named[sizeText] ?? Number(sizeText);
    if (letter === 'f' ? size !== 4 && size !== 8 : ![1, 2, 4, 8].includes(size)) return all;
    formats.push(letter === 'f' ? floatFormat(size) : numberFormat(letter, size));
    return '';
  });
  return rest === '' ? formats : undefined;
}

/** Dumps bytes: -t TYPE, -A RADIX, -N SIZE, -j SKIP, -w WIDTH, -v and the old letters. */
export const od = applet('od', function* (context, args) {
  const options = yield* parseOptions(context, args, 'abcdfhilovxst:A:N:j:S:w:');
  if (!options) return 1;
  const formats: Format[] = [];
  for (const letter of 'abcdfhilosx') if (options.has(letter)) formats.push(short[letter] ?? characters);
  for (const type of options.values('t')) {
    const more = typeFormats(type);
    if (!more) {
      yield* context.complain(`od: invalid type string '${type}'`);
      return 1;
    }
    formats.push(...more);
  }
  if (formats.length === 0) formats.push(numberFormat('o', 2));
  for (const letter of 'jNw') {
    const value = options.value(letter);
    if (value === undefined || parseCount(value) !== undefined) continue;
    yield* context.complain(`od: invalid number '${value}'`);
    return 1;
  }
  const size = Math.max(...formats.map((format) => format.size));
  let width = Math.abs(Number(options.value('w') ?? 16));
  if (!(width > 0) || width % size !== 0) {
    yield* context.complain(`od: warning: invalid width ${width}; using ${size} instead`);
    width = size;
  }
  const { text: all, status } = yield* readJoined(
    context,
    options.rest,
    (file) => `${file === '-' ? 'standard input' : file}: read error`,
  );
  const isRead = options.rest.some((file) => file === '-' || context.files.find(file)) || options.rest.length === 0;
  if (status !== 0 && !isRead) return status;
  const skip = parseCount(options.value('j') ?? '0') ?? 0;
  const limit = parseCount(options.value('N') ?? '') ?? all.length;
  const text = all.slice(skip, skip + limit);
  const radix = options.value('A') ?? 'o';
  const address = (at: number) => {
    if (radix === 'n') return '';
    if (radix === 'x') return (at + skip).toString(16).padStart(6, '0');
    return (at + skip).toString(radix === 'd' ? 10 : 8).padStart(7, '0');
  };
  let before = '';
  let starred = false;
  for (let at = 0; at < text.length; at += width) {
    const block = text.slice(at, at + width);
    if (!options.has('v') && block === before && block.length === width) {
      if (!starred) context.print('*\n');
      starred = true;
      continue;
    }
    starred = false;
    before = block;
    for (const [index, format] of formats.entries()) {
      let line = index === 0 ? address(at) : ' '.repeat(address(at).length);
      for (let i = 0; i < block.length; i += format.size) line += ` ${format.show(block, i).padStart(format.width)}`;
      context.print(`${line}\n`);
    }
    if (context.isOutputFull) yield* context.flush();
  }
  if (radix !== 'n') context.print(`${address(text.length)}\n`);
  return status;
});
