import { collectWords, type Heading } from '../link/collect-runs.ts';
import { type MarkdownNode, textOf } from '../link/markdown-node.ts';
import { findTerms } from '../match/find-terms.ts';
import { codeNames, type CodeName, findCodeTerm } from '../match/code-terms.ts';
import type { Vocabulary } from '../match/vocabulary.ts';

/** A page, or a part of a lab, as its source says it. */
export interface SourcePage {
  /** Where a reader gets to it, such as `/concepts/pods`. */
  readonly url: string;
  readonly path: string;
  readonly title: string;
  readonly kind: 'concept' | 'lab';
  readonly trees: readonly MarkdownNode[];
  /** Ids of terms that a lab says it teaches, or that a page says it explains. */
  readonly terms: readonly string[];
  /** The anchor of a heading. Called once for each heading, in reading order. */
  readonly anchorOf: (heading: string) => string;
}

/** How a page is about a term: it explains it (title or heading), is a lab that practises it, or only says the word. */
export type Relation = 'explained' | 'practised' | 'mentioned';

/** One page that uses a term. */
export interface Use {
  readonly relation: Relation;
  /** With the anchor of the heading that the first use stands under, or that explains it. */
  readonly url: string;
  readonly title: string;
  /** How often the prose of the page says it; 0 where it stands in code only. */
  readonly count: number;
  /** The first use with the words around it; undefined when only the title or `terms` say it. */
  readonly context: string | undefined;
}

/** What the pages say: uses of each term, and how its words are written. */
export interface Usage {
  /** By id; sorted by relation and then by URL. Terms that no page uses are missing. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  /** How often each form of a term file matched, by `id` and form joined with a space. */
  readonly forms: ReadonlyMap<string, number>;
}

const relations: readonly Relation[] = ['explained', 'practised', 'mentioned'];

/**
 * Finds where each term is used, with the matcher that also makes the links, and in pieces of code, which are no links. Reads sources, so that a page that a build
 * took from its cache is counted like any other. Does not change the trees.
 */
export function whereUsed(pages: readonly SourcePage[], vocabulary: Vocabulary): Usage {
  const uses = new Map<string, Use[]>();
  const forms = new Map<string, number>();
  const names = codeNames(vocabulary.terms.values());
  for (const page of pages) {
    for (const [id, use] of usesOn(page, vocabulary, names, forms)) uses.set(id, [...(uses.get(id) ?? []), use]);
  }
  for (const list of uses.values()) {
    list.sort((a, b) => relations.indexOf(a.relation) - relations.indexOf(b.relation) || (a.url < b.url ? -1 : 1));
  }
  return { uses, forms };
}

interface Mention {
  count: number;
  readonly anchor: string | undefined;
  readonly context: string;
}

function usesOn(
  page: SourcePage,
  vocabulary: Vocabulary,
  names: ReadonlyMap<string, CodeName>,
  forms: Map<string, number>,
): [string, Use][] {
  const mentions = new Map<string, Mention>();
  const explained = new Map<string, string | undefined>();
  const explain = (text: string, anchor: string | undefined): void => {
    for (const { id } of findTerms(text, vocabulary, page.path)) if (!explained.has(id)) explained.set(id, anchor);
  };
  if (page.kind === 'concept') explain(page.title, undefined);
  for (const tree of page.trees) {
    const { runs, codes, headings, manual } = collectWords(tree, 0);
    const anchors = headings.map((heading) => ({ at: heading.at, anchor: anchorOf(heading, page) }));
    if (page.kind === 'concept') headings.forEach(({ text }, i) => explain(textOf(text), anchors[i]?.anchor));
    const mention = (id: string, anchor: string | undefined, context: string): void => {
      const known = mentions.get(id);
      if (known) known.count += 1;
      else mentions.set(id, { count: 1, anchor, context });
    };
    runs.forEach((run, i) => {
      const anchor = anchors.findLast(({ at }) => at <= i)?.anchor;
      for (const match of findTerms(run.text, vocabulary, page.path)) {
        const form = `${match.id} ${match.writtenAs}`;
        forms.set(form, (forms.get(form) ?? 0) + 1);
        mention(match.id, anchor, contextOf(run.text, match.start, match.end));
      }
    });
    for (const { text, at } of codes) {
      const found = findCodeTerm(text, names);
      if (!found) continue;
      const form = `${found.id} ${found.writtenAs}`;
      forms.set(form, (forms.get(form) ?? 0) + 1);
      const anchor = anchors.findLast((heading) => heading.at <= at)?.anchor;
      if (!mentions.has(found.id)) mentions.set(found.id, { count: 0, anchor, context: text });
    }
    for (const { id, node } of manual) if (vocabulary.terms.has(id)) mention(id, undefined, textOf(node));
  }
  const named = page.terms.filter((id) => vocabulary.terms.has(id));
  const ids = new Set([...mentions.keys(), ...explained.keys(), ...named]);
  return [...ids].map((id): [string, Use] => {
    const said = mentions.get(id);
    const relation = relationOf(page, id, explained.has(id));
    const anchor = relation === 'explained' ? explained.get(id) : said?.anchor;
    const url = anchor === undefined ? page.url : `${page.url}#${anchor}`;
    return [id, { relation, url, title: page.title, count: said?.count ?? 0, context: said?.context }];
  });
}

function relationOf(page: SourcePage, id: string, inHeading: boolean): Relation {
  const isNamed = page.terms.includes(id);
  if (page.kind === 'lab') return isNamed ? 'practised' : 'mentioned';
  return isNamed || inHeading ? 'explained' : 'mentioned';
}

function anchorOf({ text }: Heading, page: SourcePage): string | undefined {
  const anchor = page.anchorOf(textOf(text));
  return text.depth === 1 ? undefined : anchor;
}

/** The words around a use: about 60 characters on each side, cut between words. */
function contextOf(text: string, start: number, end: number): string {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const head = before.length > 60 ? `…${before.slice(-60).replace(/^\S*\s/, '')}` : before;
  const tail = after.length > 60 ? `${after.slice(0, 60).replace(/\s\S*$/, '')}…` : after;
  return `${head}${text.slice(start, end)}${tail}`.replaceAll(/\s+/g, ' ').replaceAll('\uFFFC', '…').trim();
}
