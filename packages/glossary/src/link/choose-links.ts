/** A term at a place of a page. */
export interface Occurrence {
  readonly id: string;
  readonly section: number;
  /** How many words of the page stand before it. */
  readonly word: number;
}

export interface PageWords {
  readonly words: number;
  /** How often a term is used on all pages; terms that nobody counted are taken for rare. */
  readonly corpusCount: (id: string) => number;
  /** Terms that the author linked by hand. */
  readonly manual: readonly { readonly id: string; readonly section: number }[];
}

export interface Choice<T> {
  readonly linked: ReadonlySet<T>;
  /** Occurrences that would be links if the page had not too many. */
  readonly overLimit: readonly T[];
}

const wordsUntilAgain = 600;
const limitPerThousand = 12;

/**
 * Picks the occurrences that become links: the first of a term in its section, and the next one 600 words on. A page has
 * at most 12 links for each 1,000 words it has begun; over that, repeated links go first and rare terms stay longest.
 * @param occurrences in reading order
 */
export function chooseLinks<T extends Occurrence>(occurrences: readonly T[], page: PageWords): Choice<T> {
  const byHand = new Set(page.manual.map(({ id, section }) => `${section} ${id}`));
  const lastIn = new Map<string, number>();
  const seen = new Set<string>();
  const candidates: { readonly at: T; readonly isRepeat: boolean }[] = [];
  for (const at of occurrences) {
    const key = `${at.section} ${at.id}`;
    const last = lastIn.get(key);
    if (byHand.has(key) || (last !== undefined && at.word - last < wordsUntilAgain)) continue;
    lastIn.set(key, at.word);
    candidates.push({ at, isRepeat: seen.has(at.id) });
    seen.add(at.id);
  }
  const limit = limitPerThousand * Math.max(1, Math.ceil(page.words / 1000)) - page.manual.length;
  const excess = Math.max(0, candidates.length - Math.max(0, limit));
  const overLimit =
    excess === 0
      ? []
      : candidates
          .toSorted(
            (a, b) =>
              Number(b.isRepeat) - Number(a.isRepeat) ||
              page.corpusCount(b.at.id) - page.corpusCount(a.at.id) ||
              b.at.word - a.at.word,
          )
          .slice(0, excess)
          .map(({ at }) => at);
  const dropped = new Set(overLimit);
  return { linked: new Set(candidates.map(({ at }) => at).filter((at) => !dropped.has(at))), overLimit };
}
