import { CalculationError } from './decimal.ts';

export interface Token {
  readonly kind: 'number' | 'name' | 'keyword' | 'string' | 'operator' | 'newline' | 'end';
  readonly text: string;
  /** Where it begins. */
  readonly position: number;
}

export const keywords = new Set(
  'auto break continue define for if else while return length scale sqrt print read ibase obase last halt quit limits'.split(
    ' ',
  ),
);

const pattern =
  /(?:[ \t\r]|\\\n|\/\*[^]*?\*\/|#[^\n]*)*(?:(\n)|([0-9A-F]+\.?[0-9A-F]*|\.[0-9A-F]+)|([a-z][a-z0-9_]*)|"([^"]*)"|(\+\+|--|\|\||&&|[-+*/%^=!<>]=|[-+*/%^=!<>(){}[\],;.]))?/y;

/** Takes a program of bc apart. Throws at a character that is none of it. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (;;) {
    const from = pattern.lastIndex;
    const match = pattern.exec(source);
    const [all = '', newline, number, name, string, operator] = match ?? [];
    pattern.lastIndex = from + all.length;
    const add = (kind: Token['kind'], text: string) =>
      tokens.push({ kind, text, position: from + all.length - text.length });
    if (newline !== undefined) add('newline', '\n');
    else if (number !== undefined) add('number', number);
    else if (name !== undefined) add(keywords.has(name) ? 'keyword' : 'name', name);
    else if (string !== undefined) add('string', string);
    else if (operator !== undefined)
      add(operator === '.' ? 'keyword' : 'operator', operator === '.' ? 'last' : operator);
    else if (pattern.lastIndex >= source.length) {
      tokens.push({ kind: 'end', text: '', position: source.length });
      return tokens;
    } else throw new CalculationError(`bad character '${source[pattern.lastIndex] ?? ''}'`);
  }
}
