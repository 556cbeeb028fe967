import { escapedByte, littleEndian } from './dump-text.ts';
import { unescapeText } from './echo-format.ts';
import { formatPrintf } from './printf-format.ts';

/** A format that busybox refuses, with the message. */
export class FormatError {
  constructor(readonly message: string) {}
}

/** One conversion (or plain text) of a format, with the text that follows it. */
interface Piece {
  /** Flags, width and precision. */
  readonly spec: string;
  /** `d`, `_c`, `_ax` and so on; empty for plain text. */
  readonly letter: string;
  readonly after: string;
  /** Bytes that it takes. */
  readonly bytes: number;
  /** Whether the bytes are shown as one number: busybox shows only the first of 8, and where no number is given. */
  readonly isWhole: boolean;
}

interface Unit {
  repeats: number;
  readonly isSet: boolean;
  readonly pieces: readonly Piece[];
  readonly bytes: number;
}

/** A format, as it is applied to each block. */
export interface BlockFormat {
  readonly units: readonly Unit[];
  readonly bytes: number;
}

const names =
  'nul soh stx etx eot enq ack bel bs ht lf vt ff cr so si dle dcl dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us'.split(
    ' ',
  );

/**
 * Takes a format of `hexdump -e` apart: units of `[REPEATS][/BYTES] "TEXT"`.
 * @throws FormatError
 * @see busybox 1.37 libbb/dump.c
 */
export function parseFormat(format: string): BlockFormat {
  const units: Unit[] = [];
  let rest = format.trimStart();
  while (rest !== '') {
    const match = /^(?:(\d+)(?:\s+|(?=\/)))?(?:\/\s*)?(?:(\d+)\s+)?"([^"]*)"\s*/.exec(rest);
    if (!match) throw new FormatError(`bad format {${format}}`);
    const [all, repeats, count, text = ''] = match;
    const pieces = piecesOf(unescapeText(text).text, Number(count ?? 0));
    const bytes = Number(count ?? 0) || pieces.reduce((sum, piece) => sum + piece.bytes, 0);
    units.push({ repeats: Number(repeats ?? 1), isSet: repeats !== undefined, pieces, bytes });
    rest = rest.slice(all.length);
  }
  return { units, bytes: units.reduce((sum, unit) => sum + unit.bytes * unit.repeats, 0) };
}

function piecesOf(text: string, count: number): Piece[] {
  const conversion = /%([-+ #0]*\d*(?:\.\d*)?)(_[aA][dox]|_[cpu]|l{0,2}[diouxX]|[ceEfgGs]|.|$)/g;
  const found = [...text.matchAll(conversion)];
  const first = found[0];
  if (!first) return [plain(text)];
  const before = text.slice(0, first.index);
  const pieces = found.map((match, index): Piece => {
    const [all, spec = '', long = ''] = match;
    const after = text.slice(match.index + all.length, found[index + 1]?.index);
    const letter = long.replace(/^l+/, '');
    const bytes = bytesOf(spec, letter, after, count);
    return { spec, letter, after, bytes, isWhole: !'ouxX'.includes(letter) || (count > 0 && count < 8) };
  });
  if (count > 0 && pieces.filter(({ letter }) => !letter.startsWith('_a')).length > 1) {
    throw new FormatError('byte count with multiple conversion characters');
  }
  return before === '' ? pieces : [plain(before), ...pieces];
}

function plain(text: string): Piece {
  return { spec: '', letter: '', after: text, bytes: 0, isWhole: true };
}

function bytesOf(spec: string, letter: string, after: string, count: number): number {
  if (/^_[aA]/.test(letter)) return 0;
  if (letter === 's') {
    const precision = /\.(\d+)/.exec(spec)?.[1];
    if (count === 0 && precision === undefined) throw new FormatError('%s needs precision or byte count');
    return count || Number(precision);
  }
  const sizes = /^(c|_[cpu])$/.test(letter) ? [1] : 'diouxX'.includes(letter) ? [4, 8, 2, 1] : [8, 4];
  if (letter === '' || !/^(_[cpu]|[cdiouxXeEfgG])$/.test(letter)) {
    throw new FormatError(`bad conversion character %${letter}${after}`);
  }
  if (count > 0 && !sizes.includes(count))
    throw new FormatError(`bad byte count for conversion character ${letter}${after}`);
  return count || (sizes[0] ?? 1);
}

/**
 * Bytes of a block; the last unit of a shorter format that sets no number of repeats fills the rest.
 * @param least of what else is shown
 */
export function blockSize(formats: readonly BlockFormat[], least: number): number {
  const size = Math.max(least, ...formats.map(({ bytes }) => bytes));
  for (const { units, bytes } of formats) {
    const last = units.at(-1);
    if (last && bytes < size && !last.isSet && last.bytes > 0) last.repeats += Math.floor((size - bytes) / last.bytes);
  }
  return size;
}

/** What a format shows of a block; where the block ends early its columns stay blank. @param at the block's address */
export function showBlock({ units }: BlockFormat, block: string, at: number): string {
  let shown = '';
  let next = 0;
  for (const { repeats, pieces } of units) {
    for (let left = repeats; left > 0; left -= 1) {
      for (const [index, piece] of pieces.entries()) {
        if (piece.letter.startsWith('_A')) return shown;
        const isLast = left === 1 && repeats > 1 && index === pieces.length - 1;
        const after = isLast ? piece.after.replace(/\s$/, '') : piece.after;
        shown += (piece.letter === '' ? '' : showPiece(piece, block, next, at)) + after;
        next += piece.bytes;
      }
    }
  }
  return shown;
}

/** What `%_A` units show after the last byte. */
export function showEnd(formats: readonly BlockFormat[], at: number): string {
  const unit = formats.flatMap(({ units }) => units).findLast(({ pieces }) => pieces.some(isEnd));
  return (unit?.pieces ?? [])
    .map((piece) => (isEnd(piece) ? format(piece.spec, piece.letter.slice(2), String(at)) : '') + piece.after)
    .join('');
}

const isEnd = ({ letter }: Piece) => letter.startsWith('_A');

function format(spec: string, letter: string, value: string): string {
  return formatPrintf([`%${spec}${letter === 'd' || letter === 'i' ? 'd' : letter}`, value]).output;
}

function showPiece({ spec, letter, bytes, isWhole }: Piece, block: string, next: number, at: number): string {
  if (letter.startsWith('_a')) return format(spec, letter.slice(2), String(at + next));
  const text = spec.replace(/[-+ #0]*/, (flags) => (flags.includes('-') ? '-' : ''));
  if (next >= block.length) return format(spec.replace(/^[-+ #0]*/, ''), 's', '');
  const code = block.charCodeAt(next);
  if (letter === '_c') return format(text, 's', escapedByte(code));
  if (letter === '_u') return format(text, 's', code === 127 ? 'del' : (names[code] ?? escapedUnder(code)));
  if (letter === '_p') return format(text, 's', code >= 32 && code < 127 ? String.fromCharCode(code) : '.');
  if (letter === 'c') return format(text, 's', String.fromCharCode(code));
  if (letter === 's') return format(text, 's', block.slice(next, next + bytes).replace(/\0[^]*/, ''));
  const value = littleEndian(block, next, isWhole ? bytes : 1);
  if ('di'.includes(letter)) return format(spec, 'd', BigInt.asIntN(bytes * 8, value).toString());
  if ('ouxX'.includes(letter)) return format(spec, letter, value.toString());
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, value, true);
  return format(spec, letter, String(bytes === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true)));
}

function escapedUnder(code: number): string {
  return code < 127 ? String.fromCharCode(code) : code.toString(16).padStart(2, '0');
}
