import { type Form, type Vocabulary, wordPattern } from './vocabulary.ts';

/** A term found in a text, from `start` to before `end`. */
export interface TermMatch {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** The form in the term file that matched, for the report on aliases nobody uses. */
  readonly writtenAs: string;
  /** Written with a backslash in front: the author does not want it linked. */
  readonly declined: boolean;
}

/**
 * Finds terms in one block of plain text, such as a paragraph: the longest form first, at word boundaries, never
 * overlapping, in the order of the text.
 * @param path path of the page, for terms that are not wanted in some
 */
export function findTerms(text: string, vocabulary: Vocabulary, path = ''): readonly TermMatch[] {
  const found: TermMatch[] = [];
  let from = 0;
  for (const word of text.matchAll(wordPattern)) {
    if (word.index < from) continue;
    const candidates = vocabulary.forms.get(word[0].toLowerCase()) ?? [];
    const match = firstOf(candidates, (form) => matchAt(text, word.index, form, path));
    if (!match) continue;
    found.push(match);
    from = match.end;
  }
  return found;
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function matchAt(text: string, start: number, form: Form, path: string): TermMatch | undefined {
  const declined = text[start - 1] === '\\';
  const matched =
    execAt(form.pattern, text, start) ??
    (startsSentence(text, start) && form.capital && execAt(form.capital, text, start));
  if (!matched) return undefined;
  const end = start + matched.length;
  if (isJoined(text.slice(end, end + 2)) || isJoined(reversed(text.slice(Math.max(0, start - 2), start))))
    return undefined;
  if (form.notIn.some((glob) => glob.test(path))) return undefined;
  if (form.notAfter?.test(text.slice(sentenceStart(text, start), start))) return undefined;
  return { id: form.id, start, end, writtenAs: form.writtenAs, declined };
}

function execAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The text beside a match goes on as the same word, or as a path or host name: `pod-x`, `status.phase`, `a/b`. */
function isJoined(beside: string): boolean {
  return /^[\p{L}\p{N}\p{M}_-]|^[./:@][\p{L}\p{N}]/u.test(beside);
}

function reversed(text: string): string {
  return [...text].toReversed().join('');
}

function startsSentence(text: string, at: number): boolean {
  return (
    text
      .slice(sentenceStart(text, at), at)
      .trim()
      .replace(/^["“'(]+$|^\\$/, '') === ''
  );
}

function sentenceStart(text: string, at: number): number {
  let start = 0;
  for (const end of text.slice(0, at).matchAll(/[.!?:]["”')]*\s+/g)) start = end.index + end[0].length;
  return start;
}
