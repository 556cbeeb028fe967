import { LabRunnerError } from '../lab-runner-error.ts';

/**
 * Splits a command line into words: blanks separate, single and double quotes and the backslash quote as in a POSIX
 * shell. Nothing is expanded.
 * @throws LabRunnerError `ATTEMPT_FAILED` when a quote is not closed
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (quote === "'") {
      if (character === "'") quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '\\' && (quote === undefined || '"\\$`'.includes(line.charAt(index + 1)))) {
      index += 1;
      word = (word ?? '') + line.charAt(index);
    } else if (quote === '"') {
      if (character === '"') quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote) throw new LabRunnerError('ATTEMPT_FAILED', `A quote (${quote}) is not closed in: ${line}`);
  if (word !== undefined) words.push(word);
  return words;
}
