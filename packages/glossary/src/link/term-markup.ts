import { ofThisPage } from '../match/page-abbreviations.ts';
import type { Term } from '../term-schema.ts';
import { attributesOf, type MarkdownNode } from './markdown-node.ts';

/** Where the glossary page is; its anchors are the ids of the terms. */
export const glossaryPath = '/glossary';

function entryHref(id: string): string {
  return `${glossaryPath}#${id}`;
}

/** `<a class="gl" href="/glossary#pod" data-gl="pod" aria-describedby="gl-pod">` */
export function termLink(id: string, children: MarkdownNode[]): MarkdownNode {
  if (id.startsWith(ofThisPage)) return localLink(id, children);
  return {
    type: 'link',
    url: entryHref(id),
    children,
    data: { hProperties: { className: 'gl', 'data-gl': id, 'aria-describedby': `gl-${id}` } },
  };
}

/** Leads to the list at the end of the page. An element of its own, as a site's links may only lead to known anchors. */
function localLink(id: string, children: MarkdownNode[]): MarkdownNode {
  const attributes = { className: 'gl', href: `#gl-${id}`, 'data-gl': id, 'aria-describedby': `gl-${id}` };
  return {
    type: 'mdxJsxTextElement',
    name: 'a',
    attributes: Object.entries(attributes).map(([name, value]) => ({ type: 'mdxJsxAttribute', name, value })),
    children,
    data: { _mdxExplicitJsx: true },
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

/**
 * Numbers the links as the terms are numbered in the list at the end, for readers of paper. Changes the tree.
 * @param used ids in the order of the list
 */
export function numberTerms(tree: MarkdownNode, used: readonly string[]): void {
  for (const node of tree.children ?? []) numberTerms(node, used);
  const { className, 'data-gl': id } = attributesOf(tree);
  if (className !== 'gl') return;
  const value = String(used.indexOf(String(id)) + 1);
  if (Array.isArray(tree.attributes)) tree.attributes.push({ type: 'mdxJsxAttribute', name: 'data-n', value });
  else tree.data = { ...tree.data, hProperties: { ...tree.data?.hProperties, 'data-n': value } };
}

/** What the page says about a term where a page has its own words for it. */
export type Definition = Pick<Term, 'id' | 'term' | 'short'> & { readonly long?: string | undefined };

/** Whether the page defines it, and not the glossary. */
export function isOfThisPage({ id }: Definition): boolean {
  return id.startsWith(ofThisPage);
}

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
        id.startsWith(ofThisPage) ? text(term) : { type: 'link', url: entryHref(id), children: [text(term)] },
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
