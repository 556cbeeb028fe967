import type { Term } from '../term-schema.ts';

/** A word that kubectl prints or that stands in a manifest, and the term it belongs to. Plain data, fit for a page. */
export interface OutputWord {
  readonly word: string;
  readonly id: string;
  readonly kind: 'status' | 'field';
}

/** A word found in a line, from `start` to before `end`. */
export interface OutputMatch {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** The words to look for in terminal output and YAML: those of terms whose `kind` is `status` or `field`. */
export function outputWords(terms: readonly Term[]): readonly OutputWord[] {
  return terms.flatMap(({ id, kind, term, outputs, fields }) => {
    if (kind !== 'status' && kind !== 'field') return [];
    const names = fields.flatMap((path) => path.split('.').at(-1)?.replace(/\[.*$/, '') ?? []);
    return [...new Set([term, ...outputs, ...names])].map((word) => ({ word, id, kind }));
  });
}

/** A word as kubectl prints it, not inside a longer name, a path or a host name. */
const word = /(?<![\w./-])[A-Za-z]+(?:-[A-Za-z]+)*(?![\w/-]|\.\w)/g;

/** What may follow a status: the next column, the end, or what closes a list. `Error from server` is no status. */
const afterStatus = /^(?:$| {2}|\t|[,;)\]}"'])/;

/** Finds words of the glossary in one line of a terminal or a manifest, exactly as written. */
export function findOutputWords(line: string, words: readonly OutputWord[]): readonly OutputMatch[] {
  const byWord = new Map(words.map((entry) => [entry.word, entry]));
  return [...line.trimEnd().matchAll(word)].flatMap(({ 0: text, index }) => {
    const entry = byWord.get(text);
    const end = index + text.length;
    if (!entry || (entry.kind === 'status' && !afterStatus.test(line.trimEnd().slice(end)))) return [];
    return [{ id: entry.id, start: index, end }];
  });
}
