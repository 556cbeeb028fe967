import { escapedByte, littleEndian } from './dump-text.ts';

/** How `od` shows some bytes. */
export interface Format {
  /** Bytes that one column takes. */
  readonly size: number;
  readonly width: number;
  readonly show: (text: string, at: number) => string;
  /** Whether the characters stand at the end of the line. */
  readonly hasTrailer?: boolean;
}

/** A type that there is not, with the message. */
export class TypeError {
  constructor(readonly message: string) {}
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
  const precision = size === 4 ? 7 : 15;
  return {
    size,
    width: precision + 8,
    show: (text, at) => {
      const view = new DataView(new ArrayBuffer(8));
      for (let i = 0; i < size; i += 1) view.setUint8(i, text.charCodeAt(at + i) || 0);
      const value = size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
      if (Number.isNaN(value)) return 'nan';
      if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
      return value.toExponential(precision).replace(/e([-+])(\d)$/, 'e$10$2');
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

const namedSizes: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8 };

/**
 * `-t` types: `x1`, `dC`, `a`, `c` and so on, several together; `z` after one adds the characters.
 * @throws TypeError
 */
export function typeFormats(whole: string): Format[] {
  const formats: Format[] = [];
  for (let rest = whole; rest !== ''; ) {
    const { format, length } = oneFormat(whole, rest);
    const hasTrailer = rest[length] === 'z';
    formats.push(hasTrailer ? { ...format, hasTrailer } : format);
    rest = rest.slice(hasTrailer ? length + 1 : length);
  }
  return formats;
}

function oneFormat(whole: string, rest: string): { format: Format; length: number } {
  const letter = rest[0] ?? '';
  if (letter === 'a') return { format: names, length: 1 };
  if (letter === 'c') return { format: characters, length: 1 };
  const isFloat = letter === 'f';
  if (!isFloat && !'doux'.includes(letter)) {
    throw new TypeError(`invalid character '${letter}' in type string '${whole}'`);
  }
  const named = (isFloat ? 'FD' : 'CSIL').includes(rest[1] ?? ' ') ? (rest[1] ?? '') : '';
  const number = named === '' ? (/^\d+/.exec(rest.slice(1))?.[0] ?? '') : '';
  // A number that a letter follows is no number to busybox.
  const isBroken = number !== '' && /^\w/.test(rest.slice(1 + number.length));
  const size = isBroken ? 4_294_967_295 : named !== '' ? (namedSizes[named] ?? 1) : Number(number || (isFloat ? 8 : 4));
  if (!(isFloat ? [4, 8] : [1, 2, 4, 8]).includes(size)) {
    const kind = isFloat ? 'floating point' : 'integral';
    throw new TypeError(`invalid type string '${whole}'; ${size}-byte ${kind} type is not supported`);
  }
  return { format: isFloat ? floatFormat(size) : numberFormat(letter, size), length: 1 + named.length + number.length };
}
