import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { readJoined } from './dump-text.ts';
import { parseCount } from './head.ts';
import { type Format, TypeError, typeFormats } from './od-types.ts';
import { type Options, parseOptions } from './options.ts';

/** The old letters, in the order in which their lines stand, with the types they mean. */
const oldLetters: readonly (readonly [letters: string, type: string])[] = [
  ['a', 'a'],
  ['b', 'oC'],
  ['c', 'c'],
  ['d', 'u2'],
  ['D', 'uI'],
  ['f', 'fF'],
  ['hx', 'x2'],
  ['HX', 'xI'],
  ['i', 'dI'],
  ['IlL', 'dL'],
  ['oB', 'o2'],
  ['O', 'oI'],
  ['t', ''],
  ['s', 'd2'],
];

const long = {
  'skip-bytes': 'j',
  'address-radix': 'A',
  'read-bytes': 'N',
  format: 't',
  'output-duplicates': 'v',
  strings: 'S',
  width: 'w',
  traditional: '^',
};

/** Dumps bytes: -t TYPE, -A RADIX, -N SIZE, -j SKIP, -w[WIDTH], -S LENGTH, -v and the old letters. */
export const od = applet('od', function* (context, args) {
  const options = yield* parseOptions(context, args, 'A:N:abcdDfhHiIj:lLoOBt:vxXsS:w::^', long);
  if (!options) return 1;
  const radix = options.value('A')?.[0] ?? 'o';
  if (!'doxn'.includes(radix)) {
    yield* context.complain(`od: bad output address radix '${radix}' (must be [doxn])`);
    return 1;
  }
  for (const letter of 'NjSw') {
    const value = options.value(letter) ?? '';
    if ((value === '' && letter === 'w') || !options.has(letter) || parseCount(value) !== undefined) continue;
    yield* context.complain(`od: invalid number '${value}'`);
    return 1;
  }
  const formats = yield* formatsOf(context, options);
  if (!formats) return 1;
  const { text: all, status } = yield* readJoined(
    context,
    options.rest,
    (file) => `${file === '-' ? 'standard input' : file}: read error`,
  );
  const isRead = options.rest.some((file) => file === '-' || context.files.find(file)) || options.rest.length === 0;
  if (status !== 0 && !isRead) return status;
  const skip = parseCount(options.value('j') ?? '0') ?? 0;
  if (skip > all.length) {
    yield* context.complain("od: can't skip past end of combined input");
    return 1;
  }
  const text = all.slice(skip, skip + (parseCount(options.value('N') ?? '') ?? all.length));
  const address = (at: number) => {
    if (radix === 'n') return '';
    if (radix === 'x') return (at + skip).toString(16).padStart(6, '0');
    return (at + skip).toString(radix === 'd' ? 10 : 8).padStart(7, '0');
  };
  if (options.has('S')) {
    const least = parseCount(options.value('S') ?? '3') ?? 3;
    for (const found of text.matchAll(/([ -~]*)\0/g)) {
      if ((found[1] ?? '').length >= least) context.print(`${address(found.index)} ${found[1] ?? ''}\n`);
    }
    return status;
  }
  const width = yield* lineWidth(context, options, Math.max(...formats.map((format) => format.size)));
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
      const start = index === 0 ? address(at) : ' '.repeat(address(at).length);
      context.print(`${start}${lineOf(format, block, width)}\n`);
    }
    if (context.isOutputFull) yield* context.flush();
  }
  if (radix !== 'n') context.print(`${address(text.length)}\n`);
  return status;
});

function* formatsOf(context: ProcessContext, options: Options): Coroutine<Format[] | undefined> {
  try {
    const types = oldLetters.flatMap(([letters, type]) => {
      if (letters === 't') return options.values('t');
      return Array.from(letters).some((letter) => options.has(letter)) ? [type] : [];
    });
    const formats = types.flatMap(typeFormats);
    return formats.length > 0 ? formats : typeFormats('o2');
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    yield* context.complain(`od: ${error.message}`);
    return undefined;
  }
}

/** Bytes of a line: whole columns only. */
function* lineWidth(context: ProcessContext, options: Options, size: number): Coroutine<number> {
  const asked = options.has('w') ? Number(options.value('w') || 32) : 16;
  if (asked > 0 && asked % size === 0) return asked;
  yield* context.complain(`od: warning: invalid width ${asked}; using ${size} instead`);
  return size;
}

function lineOf(format: Format, block: string, width: number): string {
  let line = '';
  for (let i = 0; i < block.length; i += format.size) line += ` ${format.show(block, i).padStart(format.width)}`;
  if (format.hasTrailer !== true) return line;
  const columns = (width / format.size) * (format.width + 1);
  return `${line.padEnd(columns)}  >${block.replace(/[^ -~]/g, '.')}<`;
}
