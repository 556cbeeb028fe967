import { collectWords } from '../link/collect-runs.ts';
import { findTerms } from '../match/find-terms.ts';
import type { Vocabulary } from '../match/vocabulary.ts';
import type { SourcePage, Usage } from './where-used.ts';

/** What a glossary could do without, and what it may lack. Each list is sorted. */
export interface DeadWeight {
  /** Ids of terms that no page uses. */
  readonly unusedTerms: readonly string[];
  /** Aliases that never matched, as `id: alias`. */
  readonly unusedAliases: readonly string[];
  /** Words with a capital inside, or all capitals, that pages use and no term explains; the most frequent first. */
  readonly candidates: readonly { readonly word: string; readonly count: number }[];
}

const candidateFrom = 5;

/** @param usage what `whereUsed` found on the same pages */
export function findDeadWeight(pages: readonly SourcePage[], usage: Usage, vocabulary: Vocabulary): DeadWeight {
  const terms = [...vocabulary.terms.values()];
  return {
    unusedTerms: terms.flatMap(({ id }) => (usage.uses.has(id) ? [] : [id])).toSorted(),
    unusedAliases: terms
      .flatMap(({ id, aliases }) =>
        aliases.filter((alias) => !usage.forms.has(`${id} ${alias}`)).map((a) => `${id}: ${a}`),
      )
      .toSorted(),
    candidates: candidateWords(pages, vocabulary),
  };
}

/** Words that look like names: `EndpointSlice`, `CRI`. A plain word says too little about whether it is a term. */
const nameLike = /(?<![\p{L}\p{N}_-])(?:\p{Lu}{2,}|\p{L}+\p{Ll}\p{Lu}\p{L}*)(?![\p{L}\p{N}_-])/gu;

function candidateWords(pages: readonly SourcePage[], vocabulary: Vocabulary): DeadWeight['candidates'] {
  const counts = new Map<string, number>();
  for (const page of pages) {
    for (const { text } of page.trees.flatMap((tree) => collectWords(tree, 0).runs)) {
      const known = findTerms(text, vocabulary);
      for (const { 0: word, index } of text.matchAll(nameLike)) {
        if (known.some(({ start, end }) => start <= index && index < end)) continue;
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    }
  }
  return [...counts]
    .flatMap(([word, count]) => (count >= candidateFrom ? [{ word, count }] : []))
    .toSorted((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}

/** The report as text, for a build's log. Empty when there is nothing to say. */
export function formatDeadWeight({ unusedTerms, unusedAliases, candidates }: DeadWeight): string {
  const lists = [
    ['Terms that no page uses', unusedTerms],
    ['Aliases that never matched', unusedAliases],
    ['Words without a term', candidates.map(({ word, count }) => `${word} (${count} times)`)],
  ] as const;
  return lists.flatMap(([title, items]) => (items.length > 0 ? [`${title}: ${items.join(', ')}.`] : [])).join('\n');
}
