import { expect, test } from 'vitest';
import { createVocabulary } from '../match/vocabulary.ts';
import { parseMarkdown, showLinks } from '../testing/parse-markdown.ts';
import { sampleTerms } from '../testing/sample-terms.ts';
import { linkPage, type Page } from './link-page.ts';
import type { MarkdownNode } from './markdown-node.ts';

const vocabulary = createVocabulary(sampleTerms);

function link(markdown: string, page: Partial<Page> = {}, format: 'md' | 'mdx' = 'md') {
  const tree = parseMarkdown(markdown, format);
  const linked = linkPage([tree], { path: '/concepts/x.md', ...page }, vocabulary);
  return { shown: showLinks(tree), tree, ...linked };
}

const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');

test.each([
  ['code', 'A `Pod` here.', 'md'],
  ['a code block', '```\nPod\n```', 'md'],
  ['a link', '[a Pod](https://example.com)', 'md'],
  ['a reference', '[a Pod][x]\n\n[x]: https://example.com', 'md'],
  ['a heading', '## A Pod', 'md'],
  ['the text of an image', '![a Pod](pod.png)', 'md'],
  ['a table header', '| Pod |\n| --- |\n| other |', 'md'],
  ['the title of an admonition', ':::note[About a Pod]\n\nOther.\n\n:::', 'md'],
  ['<T>', 'A <T id="kubelet">Pod</T>.', 'mdx'],
  ['<NoTerm>', 'A <NoTerm>Pod</NoTerm>.', 'mdx'],
  ['an attribute of JSX', '<Demo title="Pod" />', 'mdx'],
  ['an expression', 'A {Pod} here.', 'mdx'],
  ['a quotation with its source', '<blockquote cite="https://example.com">A Pod.</blockquote>', 'mdx'],
  ['a node with data-nogl', '<span data-nogl>Pod</span>', 'mdx'],
  ['raw HTML with data-nogl', 'A <span data-nogl>Pod</span>.', 'md'],
  ['a raw HTML link', 'A <a href="x">Pod</a>.', 'md'],
] as const)('rule 1: never inside %s', (_, markdown, format) => {
  expect(link(markdown, {}, format).used).not.toContain('pod');
  expect(link(`${markdown}\n\nBut a Pod here.`, {}, format).used).toContain('pod');
});

test('rule 1: emphasis, list items, table cells and quotations are prose', () => {
  const text = '- A **Pod**.\n\n> A *kubelet*.\n\n| x |\n| --- |\n| sidecar |';
  expect(link(text).used).toEqual(['kubelet', 'pod', 'sidecar']);
});

test('rule 4: the first occurrence in each H2 section is a link, later ones are marked', () => {
  const text = 'A Pod and a Pod.\n\n## One\n\nA Pod.\n\n### Deeper\n\nA Pod.\n\n## Two\n\nA Pod.';
  expect(link(text).shown).toBe('A [Pod] and a (Pod).\nOne\nA [Pod].\nDeeper\nA (Pod).\nTwo\nA [Pod].');
});

test('rule 4: a link again after 600 words', () => {
  expect(link(`A Pod. ${words(590)} Pod`).shown).toMatch(/\(Pod\)$/);
  expect(link(`A Pod. ${words(600)} Pod`).shown).toMatch(/\[Pod\]$/);
});

test('rule 5: not on the page that is about the term', () => {
  expect(link('A Pod on a node.', { title: 'Pod' }).used).toEqual(['node']);
  expect(link('A Pod on a node.', { title: 'Pods' }).used).toEqual(['node']);
  expect(link('A Pod on a node.', { title: 'What a Pod is' }).used).toEqual(['node', 'pod']);
});

test('rule 6: at most 12 links for 1,000 words; repeats go first, then the most common terms', () => {
  const sections = Array.from({ length: 12 }, (_, i) => `## ${i}\n\nA Pod and a kubelet.`).join('\n\n');
  const page = link(`${sections}\n\nA node.`, { corpusCount: (id) => ({ pod: 900, kubelet: 5 })[id] ?? 1 });
  expect(page.shown.match(/\[Pod\]/g)).toHaveLength(1);
  expect(page.shown.match(/\[kubelet\]/g)).toHaveLength(10);
  expect(page.shown.match(/\[node\]/g)).toHaveLength(1);
  expect(page.overLimit).toEqual(['pod', 'kubelet']);
});

test('rule 6: a page of 2,000 words may have 24', () => {
  const sections = Array.from({ length: 24 }, (_, i) => `## ${i}\n\nA Pod. ${words(60)}`).join('\n\n');
  expect(link(sections).shown.match(/\[Pod\]/g)).toHaveLength(24);
});

test('rule 8: a backslash, <NoTerm> and `skip` decline', () => {
  expect(link('A \\Pod and a node.').shown).toBe('A Pod and a [node].');
  expect(link('A \\Pod and a Pod.').shown).toBe('A Pod and a [Pod].');
  expect(link('A Pod on a node.', { skip: ['pod'] }).used).toEqual(['node']);
});

test('rule 9: a term named by hand is linked, and wins over the first occurrence of its section', () => {
  const page = link('A sidecar. A <T id="sidecar">helper</T>. No <T id="kubelet"/>.', {}, 'mdx');
  expect(page.shown).toBe('A (sidecar). A [helper]. No [kubelet].');
  expect(page.used).toEqual(['kubelet', 'sidecar']);
});

test('rule 9: the directive :t names a term in CommonMark', () => {
  expect(link('A :t[helper]{#sidecar}.').shown).toBe('A [helper].');
});

test('rule 9: a term that is never linked by itself can be named', () => {
  expect(link('An event and an <T id="event">event</T>.', {}, 'mdx').shown).toBe('An event and an [event].');
});

test('rule 9: an unknown id is reported with its place', () => {
  const { unknown } = link('Hello.\n\nA <T id="sidecart">helper</T>.', {}, 'mdx');
  expect(unknown.map(({ id, node }) => [id, node.position?.start.line])).toEqual([['sidecart', 3]]);
});

test('a word that runs over two nodes is no link', () => {
  expect(link('Two **Pod**s.').used).toEqual([]);
});

test('rule 12: the parts of a lab are linked as one page, each a section of its own', () => {
  const trees = ['A Pod.', 'A Pod and a Pod.'].map((text) => parseMarkdown(text));
  const { used } = linkPage(trees, { path: '/labs/x' }, vocabulary);
  expect(trees.map(showLinks)).toEqual(['A [Pod].', 'A [Pod] and a (Pod).']);
  expect(used).toEqual(['pod']);
});

test('rule 13: the order of the terms does not matter', () => {
  const text = 'A sidecar container in a Pod on a node, and an init container.';
  const other = parseMarkdown(text);
  linkPage([other], { path: '/x' }, createVocabulary(sampleTerms.toReversed()));
  expect(showLinks(other)).toBe(link(text).shown);
});

test('the markup is a link with its description', () => {
  const paragraph = link('A Pod.').tree.children?.[0] as MarkdownNode;
  expect(paragraph.children?.[1]).toMatchObject({
    type: 'link',
    url: '/glossary#pod',
    data: { hProperties: { className: 'gl', 'data-gl': 'pod', 'aria-describedby': 'gl-pod' } },
  });
});

test('an acronym with a long form is marked as one', () => {
  const acronym = {
    ...sampleTerms[0]!,
    id: 'cni',
    term: 'CNI',
    long: 'Container Network Interface',
    aliases: ['network plug-in'],
  };
  const tree = parseMarkdown('A CNI, a network plug-in.');
  linkPage([tree], { path: '/x' }, createVocabulary([acronym]));
  const [, first, , again] = tree.children?.[0]?.children ?? [];
  expect(first?.children?.[0]?.data).toEqual({ hName: 'abbr' });
  expect(again?.children?.[0]?.type).toBe('text');
});
