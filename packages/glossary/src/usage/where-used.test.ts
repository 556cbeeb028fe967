import { expect, test } from 'vitest';
import { createVocabulary } from '../match/vocabulary.ts';
import { parseMarkdown } from '../testing/parse-markdown.ts';
import { sampleTerms } from '../testing/sample-terms.ts';
import { findDeadWeight, formatDeadWeight } from './dead-weight.ts';
import { type SourcePage, whereUsed } from './where-used.ts';

const vocabulary = createVocabulary(sampleTerms);

function page(markdown: string, more: Partial<SourcePage> = {}): SourcePage {
  const anchorOf = (heading: string) => heading.toLowerCase().replaceAll(' ', '-');
  const trees = [parseMarkdown(markdown)];
  return { url: '/a', path: '/a.md', title: 'A page', kind: 'concept', trees, terms: [], anchorOf, ...more };
}

test('every use is counted, and the first has its heading and its words', () => {
  const { uses } = whereUsed(
    [page('# Title\n\nHello.\n\n## Second part\n\nHere a kubelet, there a kubelet.')],
    vocabulary,
  );
  expect(uses.get('kubelet')).toEqual([
    {
      relation: 'mentioned',
      url: '/a#second-part',
      title: 'A page',
      count: 2,
      context: 'Here a kubelet, there a kubelet.',
    },
  ]);
});

test('a page explains what its title or a heading names, and what it says it explains', () => {
  const pages = [
    page('A Pod.', { url: '/title', title: 'What a Pod is' }),
    page('## The kubelet\n\nText.', { url: '/heading' }),
    page('A node.', { url: '/says', terms: ['node'] }),
  ];
  const { uses } = whereUsed(pages, vocabulary);
  const seen = ['pod', 'kubelet', 'node'].map((id) => uses.get(id)?.map(({ relation, url }) => [relation, url]));
  expect(seen).toEqual([[['explained', '/title']], [['explained', '/heading#the-kubelet']], [['explained', '/says']]]);
});

test('a lab practises the terms it lists and mentions the others', () => {
  const { uses } = whereUsed([page('A Pod and a node.', { kind: 'lab', url: '/labs/x', terms: ['pod'] })], vocabulary);
  expect([uses.get('pod')?.[0]?.relation, uses.get('node')?.[0]?.relation]).toEqual(['practised', 'mentioned']);
});

test('what stands in code is used too, and is no word of the prose', () => {
  const uses = (text: string) =>
    whereUsed([page(`## First\n\nText.\n\n## Second\n\n${text}`)], vocabulary).uses.get('pod');
  expect(uses('It is a `Pod`.')).toEqual([
    { relation: 'mentioned', url: '/a#second', title: 'A page', count: 0, context: 'Pod' },
  ]);
  expect(uses('It is a `Pod`, a Pod.')?.[0]?.count).toBe(1);
  expect(uses('It is `my-Pod`.')).toBe(undefined);
});

test('the order of the pages does not matter', () => {
  const pages = [page('A Pod.', { url: '/b' }), page('A Pod.', { url: '/a' })];
  expect(whereUsed(pages, vocabulary)).toEqual(whereUsed(pages.toReversed(), vocabulary));
});

test('rule 14: the report names terms and aliases nobody uses, and names without a term', () => {
  const pages = [page(`A Pod on a node. ${'An EndpointSlice. '.repeat(5)} A CRI.`)];
  const weight = findDeadWeight(pages, whereUsed(pages, vocabulary), vocabulary);
  expect(weight.unusedTerms).toContain('kubelet');
  expect(weight.unusedTerms).not.toContain('pod');
  expect(weight.unusedAliases).toEqual(['sidecar: sidecar container']);
  expect(weight.candidates).toEqual([{ word: 'EndpointSlice', count: 5 }]);
  expect(formatDeadWeight(weight)).toContain('Words without a term: EndpointSlice (5 times).');
});
