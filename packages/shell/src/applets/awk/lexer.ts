import { AwkError } from './error.ts';

/** A token of an awk program. `space` tells whether white space came before it. */
export interface Token {
  readonly kind:
    | 'number'
    | 'string'
    | 'regex'
    | 'name'
    | 'call'
    | 'keyword'
    | 'builtin'
    | 'operator'
    | 'newline'
    | 'end';
  readonly text: string;
  readonly line: number;
}

const keywords = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);

/** Functions that awk has itself. */
export const builtinNames = new Set(
  (
    'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system ' +
    'close fflush and or xor compl lshift rshift strftime mktime systime'
  ).split(' '),
);

const operatorPattern =
  /\*\*=|\*\*|\^=|\+\+|--|\+=|-=|\*=|\/=|%=|==|<=|>=|!=|!~|&&|\|\||>>|[-+*/%^!<>|?:~=$()[\]{},;&]/y;
const numberPattern = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const namePattern = /[A-Za-z_]\w*/y;
const endsOperand = new Set([')', ']', '$', '++', '--']);

/** Takes an awk program apart. Throws `AwkError`. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const add = (kind: Token['kind'], text: string) => tokens.push({ kind, text, line });
  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === '\n') {
      add('newline', '\n');
      line += 1;
      at += 1;
    } else if (char === ' ' || char === '\t' || char === '\r') at += 1;
    else if (char === '\\' && source[at + 1] === '\n') {
      line += 1;
      at += 2;
    } else if (char === '#') while (at < source.length && source[at] !== '\n') at += 1;
    else if (char === '"') {
      const { text, end } = readString(source, at, line);
      add('string', text);
      at = end;
    } else if (char === '/' && regexMayFollow(tokens.at(-1))) {
      const { text, end } = readRegex(source, at, line);
      add('regex', text);
      at = end;
    } else at = readOther(source, at, line, add);
  }
  tokens.push({ kind: 'end', text: 'end of program', line });
  return tokens;
}

function readOther(source: string, at: number, line: number, add: (kind: Token['kind'], text: string) => void): number {
  for (const [pattern, kind] of [
    [numberPattern, 'number'],
    [namePattern, 'name'],
    [operatorPattern, 'operator'],
  ] as const) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text === undefined) continue;
    const end = at + text.length;
    if (kind !== 'name') add(kind, text === '**' ? '^' : text === '**=' ? '^=' : text);
    else if (keywords.has(text)) add('keyword', text === 'func' ? 'function' : text);
    else if (builtinNames.has(text)) add('builtin', text);
    else add(source[end] === '(' ? 'call' : 'name', text);
    return end;
  }
  throw new AwkError('Unexpected token', line);
}

function regexMayFollow(last: Token | undefined): boolean {
  if (!last) return true;
  if (last.kind === 'operator') return !endsOperand.has(last.text);
  return last.kind === 'newline' || last.kind === 'keyword';
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
  '/': '/',
};

/** Replaces the escapes of a string; unknown ones lose their backslash. */
export function unescapeAwk(text: string): string {
  return text.replace(/\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([^]))/g, (_all, octal, hex, char: string) => {
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 255);
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    if (char === '\n') return '';
    return escapes[char] ?? char;
  });
}

function readString(source: string, start: number, line: number): { text: string; end: number } {
  let at = start + 1;
  while (at < source.length && source[at] !== '"') {
    if (source[at] === '\n') throw new AwkError('Unexpected end of string', line);
    at += source[at] === '\\' ? 2 : 1;
  }
  if (at >= source.length) throw new AwkError('Unexpected end of string', line);
  return { text: unescapeAwk(source.slice(start + 1, at)), end: at + 1 };
}

function readRegex(source: string, start: number, line: number): { text: string; end: number } {
  let at = start + 1;
  let text = '';
  while (source[at] !== '/') {
    const char = source[at];
    if (char === undefined || char === '\n') throw new AwkError('Unterminated regex', line);
    if (char === '\\') {
      const next = source[at + 1] ?? '';
      text += next === '/' ? '/' : next === '"' ? '"' : `\\${next}`;
      at += 2;
    } else {
      text += char;
      at += 1;
    }
  }
  return { text, end: at + 1 };
}
