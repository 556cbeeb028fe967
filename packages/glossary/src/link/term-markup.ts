import { ofThisPage } from '../match/page-abbreviations.ts';
import type { Term } from '../term-schema.ts';
import type { MarkdownNode } from './markdown-node.ts';

/** Where the glossary page is; its anchors are the ids of the terms. */
export const glossaryPath = '/glossary';

function hrefOf(id: string): string {
  return id.startsWith(ofThisPage) ? `#gl-${id}` : `${glossaryPath}#${id}`;
}

/** `<a class="gl" href="/glossary#pod" data-gl="pod" aria-describedby="gl-pod">` */
export function termLink(id: string, children: MarkdownNode[]): MarkdownNode {
  return {
    type: 'link',
    url: hrefOf(id),
    children,
    data: { hProperties: { className: 'gl', 'data-gl': id, 'aria-describedby': `gl-${id}` } },
  };
}

/** A later occurrence: words like any other, until the reader asks for definitions at every use. */
export function termAgain(id: string, children: MarkdownNode[]): MarkdownNode {
  return {
    type: 'glossaryAgain',
    children,
    data: { hName: 'span', hProperties: { className: 'gl-again', 'data-gl': id } },
  };
}

/** `<abbr>` without a title: nobody sees one on touch, and the list of terms has the long form. */
export function abbreviation(word: MarkdownNode): MarkdownNode {
  return { type: 'glossaryElement', children: [word], data: { hName: 'abbr' } };
}

/** What the page says about a term where a page has its own words for it. */
export type Definition = Pick<Term, 'id' | 'term' | 'short'> & { readonly long?: string | undefined };

/** "Terms on this page": the only copy of each definition that a page holds. */
export function termsSection(definitions: readonly Definition[]): MarkdownNode {
  const element = (hName: string, hProperties: Record<string, unknown>, children: MarkdownNode[]): MarkdownNode => ({
    type: 'glossaryElement',
    children,
    data: { hName, hProperties },
  });
  const text = (value: string): MarkdownNode => ({ type: 'text', value });
  const entries = definitions.flatMap(({ id, term, long, short }) => [
    element('dt', {}, [
      element('dfn', {}, [
        id.startsWith(ofThisPage) ? text(term) : { type: 'link', url: hrefOf(id), children: [text(term)] },
      ]),
      ...(long === undefined ? [] : [text(` (${long})`)]),
    ]),
    element('dd', { id: `gl-${id}` }, [text(short)]),
  ]);
  return element('section', { className: 'gl-used', 'aria-labelledby': 'gl-h' }, [
    { type: 'heading', depth: 2, children: [text('Terms on this page')], data: { hProperties: { id: 'gl-h' } } },
    element('dl', {}, entries),
  ]);
}
