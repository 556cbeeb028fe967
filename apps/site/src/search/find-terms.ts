/** A term of the glossary as search knows it. */
export interface SearchedTerm {
  readonly id: string;
  readonly term: string;
  readonly short: string;
  /** Other names: aliases, what it stands for, words of kubectl's output. */
  readonly also: readonly string[];
}

/** Words that ask and do not name. */
const asking = new Set(['a', 'an', 'and', 'does', 'how', 'is', 'my', 'or', 'the', 'to', 'versus', 'vs', 'what', 'why']);

/**
 * The terms that a reader may mean, the likeliest first: those that are called so, that begin so, that have all of the
 * words in their name, and, when none is called so, those whose whole name, or a long first word of it, is among the
 * words.
 */
export function findTerms<T extends SearchedTerm>(terms: readonly T[], text: string, limit = 3): T[] {
  const words = wordsOf(text).filter((word) => !asking.has(word));
  if (words.length === 0) return [];
  const ranked = terms
    .map((term) => ({
      term,
      rank: Math.max(...[term.term, ...term.also].map((name) => rankName(wordsOf(name), words))),
    }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank);
  const isNamed = ranked[0]?.rank === 4;
  return ranked
    .filter(({ rank }) => !isNamed || rank > 1)
    .slice(0, limit)
    .map(({ term }) => term);
}

/** 0: it is not meant. */
function rankName(name: readonly string[], words: readonly string[]): number {
  const [whole, said] = [name.join(''), words.join('')];
  if (whole === said) return 4;
  if (said.length > 2 && whole.startsWith(said)) return 3;
  if (words.every((word) => name.some((part) => part.startsWith(word)))) return 2;
  const isSaidWhole = name.every((part) => words.includes(part)) && name.length * 3 >= words.length;
  const [first = '', ...rest] = name;
  return isSaidWhole || (rest.length === 1 && first.length > 7 && words.includes(first)) ? 1 : 0;
}

/** Lower case, and the singular of what looks like a plural. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => (/[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word));
}
