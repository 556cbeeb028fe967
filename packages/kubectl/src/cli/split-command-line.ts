import { usageError } from './kubectl-error.ts';

/**
 * Splits a line into words as a shell does: blanks separate, quotes and backslashes join. Nothing is expanded.
 * @throws KubectlError when a quote is not closed
 */
export function splitCommandLine(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let i = 0; i < line.length; i += 1) {
    const character = line[i] ?? '';
    const next = line[i + 1];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else if (quote === '"' && character === '\\' && next !== undefined && '"\\$`'.includes(next)) {
        word = (word ?? '') + next;
        i += 1;
      } else word = (word ?? '') + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= '';
    } else if (character === '\\' && next !== undefined) {
      word = (word ?? '') + next;
      i += 1;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) throw usageError(`the quote ${quote} must be closed`);
  return word === undefined ? words : [...words, word];
}
