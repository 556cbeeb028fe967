import { linkPage, type MarkdownNode, type Relation, type Term, type Usage, type Vocabulary } from '@podlab/glossary';
import { parseSource } from '../source/parse-source.ts';
import { renderMarkdown } from './render-markdown.ts';

/** A term as the glossary page shows it. */
export interface Entry {
  readonly id: string;
  readonly term: string;
  readonly long?: string;
  readonly short: string;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly since?: { readonly k8s: string; readonly note?: string };
  /** Made by us from the term's Markdown. */
  readonly html: string;
  readonly see: readonly Named[];
  readonly contrast: readonly (Named & { readonly say: string })[];
  readonly source?: string;
  readonly uses: readonly PageUse[];
}

export interface Named {
  readonly id: string;
  readonly term: string;
}

export interface PageUse {
  readonly relation: Relation;
  readonly url: string;
  readonly title: string;
  readonly count: number;
}

export interface GlossaryPageData {
  readonly entries: readonly Entry[];
  /** Tags that at least three terms share, sorted. */
  readonly tags: readonly string[];
}

export function glossaryPageData(terms: readonly Term[], vocabulary: Vocabulary, usage: Usage): GlossaryPageData {
  const named = (id: string): Named => ({ id, term: vocabulary.terms.get(id)?.term ?? id });
  const entries = terms.map(
    (term): Entry => ({
      id: term.id,
      term: term.term,
      ...(term.long === undefined ? {} : { long: term.long }),
      short: term.short,
      aliases: term.aliases,
      tags: term.tags,
      ...(term.since === undefined ? {} : { since: term.since }),
      html: longText(term, vocabulary),
      see: term.see.map(named),
      contrast: term.contrast.map(({ id, say }) => ({ ...named(id), say })),
      ...(term.source === undefined ? {} : { source: term.source.url }),
      uses: (usage.uses.get(term.id) ?? []).map(({ relation, url, title, count }) => ({ relation, url, title, count })),
    }),
  );
  const shared = new Set(
    terms.flatMap(({ tags }) => tags).filter((tag) => terms.filter(({ tags }) => tags.includes(tag)).length > 2),
  );
  return { entries: entries.toSorted(byTerm), tags: [...shared].toSorted() };
}

function byTerm(a: Entry, b: Entry): number {
  const [first, second] = [a.term.toLowerCase(), b.term.toLowerCase()];
  return first < second ? -1 : Number(first > second);
}

/** The long text; its terms are links within the page. */
function longText({ id, text, file }: Term, vocabulary: Vocabulary): string {
  if (text === '') return '';
  const tree = parseSource(text, file);
  linkPage([tree], { path: `/${file}`, skip: [id] }, vocabulary);
  return renderMarkdown(withinPage(tree));
}

function withinPage(node: MarkdownNode): MarkdownNode {
  const url = node.url?.replace(/^\/glossary#/, '#');
  return {
    ...node,
    ...(url === undefined ? {} : { url }),
    ...(node.children ? { children: node.children.map(withinPage) } : {}),
  };
}
