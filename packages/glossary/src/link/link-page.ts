import { findTerms, type TermMatch } from '../match/find-terms.ts';
import type { Vocabulary } from '../match/vocabulary.ts';
import { chooseLinks, type Occurrence } from './choose-links.ts';
import { collectWords, type ManualTerm, type Piece, type Run } from './collect-runs.ts';
import type { MarkdownNode } from './markdown-node.ts';
import { abbreviation, termAgain, termLink } from './term-markup.ts';

/** A page as far as linking needs to know it. */
export interface Page {
  /** Path of its source, with `/`; for terms that are not wanted in some. */
  readonly path: string;
  readonly title?: string;
  /** Ids of terms not to be linked on it. */
  readonly skip?: readonly string[];
  /** How often a term is used on all pages. Needed only for pages with too many links. */
  readonly corpusCount?: (id: string) => number;
}

/** What linking did to a page. */
export interface LinkedPage {
  /** Ids of the terms that are linked, sorted by how they are written: the page has to define them. */
  readonly used: readonly string[];
  /** Ids named by hand that are no terms, with the nodes that name them. */
  readonly unknown: readonly ManualTerm[];
  /** Links left out because the page had too many. */
  readonly overLimit: readonly string[];
}

/**
 * Links terms in the trees of one page, in reading order: the parts of a concept page are one tree, those of a lab its
 * steps and what its checks say. Changes the trees. Each tree begins a section of its own.
 */
export function linkPage(trees: readonly MarkdownNode[], page: Page, vocabulary: Vocabulary): LinkedPage {
  const parts = collectParts(trees);
  const known = parts.manual.filter(({ id }) => vocabulary.terms.has(id));
  const { occurrences, words } = findOccurrences(parts.runs, page, vocabulary);
  const corpusCount = page.corpusCount ?? (() => 0);
  const wanted = occurrences.filter(({ match }) => !match.declined);
  const choice = chooseLinks(wanted, { words, corpusCount, manual: known });
  for (const { id, node } of known) nameByHand(node, id, vocabulary);
  applyLinks(occurrences, choice.linked, vocabulary);
  const used = new Set([...known, ...choice.linked].map(({ id }) => id));
  return {
    used: sortByTerm(used, vocabulary),
    unknown: parts.manual.filter(({ id }) => !vocabulary.terms.has(id)),
    overLimit: [...new Set(choice.overLimit.map(({ id }) => id))],
  };
}

interface Found extends Occurrence {
  readonly match: TermMatch;
  readonly run: Run;
}

function collectParts(trees: readonly MarkdownNode[]): {
  readonly runs: readonly Run[];
  readonly manual: readonly ManualTerm[];
} {
  let section = 0;
  const parts = trees.map((tree) => {
    const words = collectWords(tree, section + 1);
    section = Math.max(section + 1, ...words.headings.map((heading) => heading.section));
    return words;
  });
  return { runs: parts.flatMap(({ runs }) => runs), manual: parts.flatMap(({ manual }) => manual) };
}

function findOccurrences(runs: readonly Run[], page: Page, vocabulary: Vocabulary) {
  const occurrences: Found[] = [];
  let words = 0;
  for (const run of runs) {
    for (const match of findTerms(run.text, vocabulary, page.path)) {
      if (!isWantedOn(page, match.id, vocabulary) || !run.pieces.some((piece) => holds(piece, match))) continue;
      const word = words + countWords(run.text.slice(0, match.start));
      occurrences.push({ id: match.id, section: run.section, word, match, run });
    }
    words += countWords(run.text);
  }
  return { occurrences, words };
}

/** A word that runs over two nodes, such as `**Pod**s`, cannot become one link. */
function holds({ node, start }: Piece, match: TermMatch): boolean {
  return match.start >= start && match.end <= start + (node.value?.length ?? 0);
}

function isWantedOn({ title, skip }: Page, id: string, vocabulary: Vocabulary): boolean {
  if (skip?.includes(id)) return false;
  if (title === undefined) return true;
  const [match] = findTerms(title.trim(), vocabulary);
  return !(match?.id === id && match.start === 0 && match.end === title.trim().length);
}

function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][^\s\uFFFC]*/gu)?.length ?? 0;
}

function nameByHand(node: MarkdownNode, id: string, vocabulary: Vocabulary): void {
  const shown = node.children?.length ? node.children : [{ type: 'text', value: vocabulary.terms.get(id)?.term ?? id }];
  const link = termLink(id, shown);
  for (const key of ['name', 'attributes', 'value'] as const) delete node[key];
  Object.assign(node, link);
}

function applyLinks(occurrences: readonly Found[], linked: ReadonlySet<Found>, vocabulary: Vocabulary): void {
  for (const run of new Set(occurrences.map((found) => found.run))) {
    const inRun = occurrences.filter((found) => found.run === run);
    for (const piece of run.pieces) {
      const here = inRun.filter(({ match }) => holds(piece, match));
      if (here.length === 0) continue;
      const nodes = split(piece.node.value ?? '', piece.start, here, (at, word) => {
        const shown = isAcronym(at, vocabulary) ? [abbreviation(word)] : [word];
        return linked.has(at) ? termLink(at.id, shown) : termAgain(at.id, shown);
      });
      piece.parent.children?.splice(piece.parent.children.indexOf(piece.node), 1, ...nodes);
    }
  }
}

/** Written as the short form of a term that has a long one; "sidecar" is no abbreviation. */
function isAcronym({ match }: Found, { terms }: Vocabulary): boolean {
  const term = terms.get(match.id);
  return term?.long !== undefined && match.writtenAs === term.term;
}

function split(
  value: string,
  offset: number,
  found: readonly Found[],
  mark: (at: Found, word: MarkdownNode) => MarkdownNode,
): MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  let from = 0;
  const text = (to: number): void => {
    if (to > from) nodes.push({ type: 'text', value: value.slice(from, to) });
    from = to;
  };
  for (const at of found) {
    const start = at.match.start - offset;
    text(at.match.declined ? start - 1 : start);
    from = start;
    if (at.match.declined) continue;
    from = at.match.end - offset;
    nodes.push(mark(at, { type: 'text', value: value.slice(start, from) }));
  }
  text(value.length);
  return nodes;
}

function sortByTerm(ids: ReadonlySet<string>, vocabulary: Vocabulary): readonly string[] {
  const key = (id: string): string => `${(vocabulary.terms.get(id)?.term ?? id).toLowerCase()} ${id}`;
  return [...ids].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
