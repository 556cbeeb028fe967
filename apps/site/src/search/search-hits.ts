import type { FoundDocument } from '@theme/searchByWorker';
import { findTerms, type SearchedTerm } from './find-terms.ts';

/** One place that the reader may go to. */
export interface SearchHit {
  /** Below the base URL or with it, as `Link` takes it. */
  readonly to: string;
  readonly title: string;
  /** The page that the title stands in; undefined where it is the page. */
  readonly place: string | undefined;
  /** Of what stands there; empty where only the title is known. */
  readonly text: string;
  /** What to mark in it. */
  readonly words: readonly string[];
}

const keywords = 3;

/**
 * What was found, each place once, the glossary's own entries before all else.
 * @param found in pages, the best first
 */
export function searchHits(
  typed: string,
  terms: readonly SearchedTerm[],
  found: readonly FoundDocument[],
): readonly SearchHit[] {
  const hits = new Map<string, SearchHit>();
  const long = typed.split(/\s+/).filter((word) => word.length > 2);
  for (const { id, term, short } of findTerms(terms, typed)) {
    const to = `/glossary#${id}`;
    hits.set(to, { to, title: term, place: 'Glossary', text: short, words: long.length > 0 ? long : [typed] });
  }
  for (const one of found) {
    const hit = hitOf(one);
    const before = hits.get(hit.to);
    // A heading and the text below it are found each by itself.
    hits.set(hit.to, before === undefined || before.text !== '' ? (before ?? hit) : { ...before, text: hit.text });
  }
  return [...hits.values()];
}

function hitOf({ document, type, page, tokens }: FoundDocument): SearchHit {
  const title = document.s ?? document.t;
  const place = page ? page.t : undefined;
  return {
    to: document.u + (document.h ?? ''),
    title,
    place: place === title ? undefined : place,
    // Keywords are for the search alone; they make no sentence.
    text: document.s === undefined || type === keywords ? '' : document.t,
    words: tokens,
  };
}
