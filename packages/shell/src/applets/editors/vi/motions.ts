import type { Buffer, Place } from './buffer.ts';

/** Where a motion leads, and what an operator takes on the way there. */
export interface Motion {
  readonly to: Place;
  /** Whole lines. */
  readonly isLinewise?: boolean;
  /** The character at `to` too. */
  readonly isInclusive?: boolean;
}

const pairs = '()[]{}';

function kindOf(char: string | undefined, isBig: boolean): number {
  if (char === undefined || /\s/.test(char)) return 0;
  return isBig || /\w/.test(char) ? 1 : 2;
}

/** `w` and `W`: the start of the next word; an empty line is one. */
export function nextWord(buffer: Buffer, from: Place, isBig: boolean): Place {
  let { row, col } = from;
  const line = () => buffer.lines[row] ?? '';
  const kind = kindOf(line()[col], isBig);
  while (kind !== 0 && col < line().length && kindOf(line()[col], isBig) === kind) col += 1;
  for (;;) {
    while (col < line().length && kindOf(line()[col], isBig) === 0) col += 1;
    if (col < line().length || row + 1 >= buffer.lines.length) return { row, col };
    row += 1;
    col = 0;
    if (line() === '') return { row, col };
  }
}

/** `b` and `B`: the start of the word before. */
export function previousWord(buffer: Buffer, from: Place, isBig: boolean): Place {
  let { row, col } = from;
  const line = () => buffer.lines[row] ?? '';
  do {
    col -= 1;
    if (col >= 0) continue;
    if (row === 0) return { row: 0, col: 0 };
    row -= 1;
    col = line().length;
    if (line() === '') return { row, col: 0 };
  } while (kindOf(line()[col], isBig) === 0);
  const kind = kindOf(line()[col], isBig);
  while (col > 0 && kindOf(line()[col - 1], isBig) === kind) col -= 1;
  return { row, col };
}

/** `e` and `E`: the end of this or the next word. */
export function wordEnd(buffer: Buffer, from: Place, isBig: boolean): Place {
  let { row, col } = from;
  const line = () => buffer.lines[row] ?? '';
  do {
    col += 1;
    if (col < line().length) continue;
    if (row + 1 >= buffer.lines.length) return { row, col: Math.max(0, line().length - 1) };
    row += 1;
    col = -1;
  } while (col < 0 || kindOf(line()[col], isBig) === 0);
  const kind = kindOf(line()[col], isBig);
  while (col + 1 < line().length && kindOf(line()[col + 1], isBig) === kind) col += 1;
  return { row, col };
}

/** `{` and `}`: the empty line before or after. */
export function paragraph(buffer: Buffer, from: Place, step: 1 | -1): Place {
  let row = from.row;
  while (buffer.lines[row] === '' && row + step >= 0 && row + step < buffer.lines.length) row += step;
  while (buffer.lines[row] !== '' && row + step >= 0 && row + step < buffer.lines.length) row += step;
  const isAtEnd = step > 0 && row === buffer.lines.length - 1 && buffer.lines[row] !== '';
  return { row, col: isAtEnd ? Math.max(0, (buffer.lines[row] ?? '').length - 1) : 0 };
}

/** `%`: the bracket that belongs to the next one in the line. */
export function matchingBracket(buffer: Buffer, from: Place): Place | undefined {
  const start = (buffer.lines[from.row] ?? '').slice(from.col).search(/[()[\]{}]/);
  if (start < 0) return undefined;
  let { row } = from;
  let col = from.col + start;
  const open = buffer.lines[row]?.[col] ?? '';
  const at = pairs.indexOf(open);
  const step = at % 2 === 0 ? 1 : -1;
  const close = pairs[at + step] ?? '';
  for (let depth = 0; ; ) {
    const char = buffer.lines[row]?.[col];
    if (char === open) depth += 1;
    if (char === close) depth -= 1;
    if (depth === 0) return { row, col };
    col += step;
    if (col >= 0 && col < (buffer.lines[row] ?? '').length) continue;
    row += step;
    if (row < 0 || row >= buffer.lines.length) return undefined;
    col = step > 0 ? 0 : (buffer.lines[row] ?? '').length - 1;
  }
}

/** `f`, `F`, `t`, `T`: a character in the line. */
export function findInLine(buffer: Buffer, from: Place, kind: string, char: string, count: number): Place | undefined {
  const line = buffer.lines[from.row] ?? '';
  const step = kind === 'f' || kind === 't' ? 1 : -1;
  let col = from.col;
  for (let left = count; left > 0; left -= 1) {
    col = step > 0 ? line.indexOf(char, col + 1) : col === 0 ? -1 : line.lastIndexOf(char, col - 1);
    if (col < 0) return undefined;
  }
  return { row: from.row, col: kind === 't' ? col - 1 : kind === 'T' ? col + 1 : col };
}
