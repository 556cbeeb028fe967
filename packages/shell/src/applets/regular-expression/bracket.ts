import { characterClasses } from '../../interpreter/character-classes.ts';
import { PatternError } from './pattern-error.ts';

/** A bracket expression that begins at `start`. @returns it in JavaScript, and where its last character is */
export function readBracket(pattern: string, start: number): { source: string; end: number } {
  let at = start + 1;
  let source = '[';
  if (pattern[at] === '^') {
    source += '^';
    at += 1;
  }
  if (at === pattern.length) throw new PatternError('Invalid regular expression');
  for (let first = true; at < pattern.length; first = false) {
    if (pattern[at] === ']' && !first) return { source: `${source}]`, end: at };
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
    if (named) {
      const known = characterClasses[named[1] ?? ''];
      if (known === undefined) throw new PatternError('Invalid character class name');
      source += known;
      at += named[0].length;
      continue;
    }
    const from = element(pattern, at);
    at += from.length;
    const isRange = pattern[at] === '-' && pattern[at + 1] !== ']' && pattern[at + 1] !== undefined;
    if (!isRange) {
      source += escaped(from.char);
      continue;
    }
    const to = element(pattern, at + 1);
    at += 1 + to.length;
    if (to.char < from.char) throw new PatternError('Invalid range end');
    source += `${escaped(from.char)}-${escaped(to.char)}`;
  }
  throw new PatternError('Unmatched [, [^, [:, [., or [=');
}

/** One character, `[.c.]` or `[=c=]`. */
function element(pattern: string, at: number): { char: string; length: number } {
  const named = /^\[([.=])([^])\1\]/.exec(pattern.slice(at));
  if (named) return { char: named[2] ?? '', length: named[0].length };
  if (/^\[[.=]/.test(pattern.slice(at))) throw new PatternError('Invalid collation character');
  return { char: pattern[at] ?? '', length: 1 };
}

function escaped(char: string): string {
  return /[\\\][^-]/.test(char) ? `\\${char}` : char;
}
