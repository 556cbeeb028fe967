import type { ByteString } from '../files/bytes.ts';
import { characterClasses } from './character-classes.ts';

const cacheSize = 1024;
const cache = new Map<ByteString, string>();

/** Whether an unescaped `*` or `?`, or a `[` with its `]`, is in a pattern. */
export function hasGlob(pattern: ByteString): boolean {
  if (!/[*?[]/.test(pattern)) return false;
  return /(^|[^\\])(\\\\)*([*?]|\[[^]+\])/.test(pattern);
}

/** Makes text match itself as a pattern. */
export function escapePattern(text: ByteString): ByteString {
  return /[*?[\]\\!^-]/.test(text) ? text.replace(/[*?[\]\\!^-]/g, '\\$&') : text;
}

/** The text that an unmatched pattern stands for. */
export function unescapePattern(pattern: ByteString): ByteString {
  return pattern.includes('\\') ? pattern.replace(/\\([^])/g, '$1') : pattern;
}

/** Whether all of `text` matches a shell pattern, as in `case`. */
export function matchesPattern(pattern: ByteString, text: ByteString): boolean {
  if (pattern === '*') return true;
  if (!/[*?[\\]/.test(pattern)) return pattern === text;
  return new RegExp(`^${patternSource(pattern, true)}$`).test(text);
}

/** How many characters a pattern matches at the start of `text`; undefined when it does not. */
export function prefixLength(pattern: ByteString, text: ByteString, longest: boolean): number | undefined {
  return new RegExp(`^${patternSource(pattern, longest)}`).exec(text)?.[0].length;
}

/** Where the part of `text` that a pattern matches up to the end begins; undefined when it does not match. */
export function suffixStart(pattern: ByteString, text: ByteString, longest: boolean): number | undefined {
  const whole = new RegExp(`^${patternSource(pattern, true)}$`);
  for (let i = 0; i <= text.length; i += 1) {
    const start = longest ? i : text.length - i;
    if (whole.test(text.slice(start))) return start;
  }
  return undefined;
}

/** A regular expression (source) for a shell pattern. `[^]` stands for any byte, a newline too. */
export function patternSource(pattern: ByteString, greedy: boolean): string {
  const key = (greedy ? 'g' : 'l') + pattern;
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= cacheSize) cache.clear();
  let source = '';
  let i = 0;
  while (i < pattern.length) {
    const char = pattern[i] ?? '';
    const bracket = char === '[' ? bracketSource(pattern, i) : undefined;
    if (char === '*') {
      while (pattern[i + 1] === '*') i += 1;
      source += greedy ? '[^]*' : '[^]*?';
    } else if (char === '?') source += '[^]';
    else if (bracket) {
      source += bracket.source;
      i = bracket.end;
    } else if (char === '\\' && i + 1 < pattern.length) {
      i += 1;
      source += quoteCharacter(pattern[i] ?? '');
    } else source += quoteCharacter(char);
    i += 1;
  }
  cache.set(key, source);
  return source;
}

function quoteCharacter(char: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(char) ? `\\${char}` : char;
}

/** @returns the expression and the index of the closing bracket; undefined when there is none */
function bracketSource(pattern: ByteString, start: number): { source: string; end: number } | undefined {
  let i = start + 1;
  let source = '[';
  if (pattern[i] === '!' || pattern[i] === '^') {
    source += '^';
    i += 1;
  }
  for (let first = true; i < pattern.length; first = false) {
    const char = pattern[i] ?? '';
    if (char === ']' && !first) return { source: source === '[' ? '[]' : `${source}]`, end: i };
    const named = /^\[:(\w+):\]/.exec(pattern.slice(i, i + 12));
    if (named) {
      source += characterClasses[named[1] ?? ''] ?? '';
      i += named[0].length;
    } else if (char === '\\' && i + 1 < pattern.length) {
      source += quoteMember(pattern[i + 1] ?? '');
      i += 2;
    } else {
      source += char === '-' && !first && pattern[i + 1] !== ']' ? '-' : quoteMember(char);
      i += 1;
    }
  }
  return undefined;
}

function quoteMember(char: string): string {
  return /[\\\]^[-]/.test(char) ? `\\${char}` : char;
}
