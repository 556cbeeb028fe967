import { expect, test } from 'vitest';
import { extractAbbreviations } from './abbreviations.ts';

const terms = (content: string) =>
  extractAbbreviations(content).abbreviations.map(({ term, definition, line }) => [term, definition, line]);

test('a definition', () => {
  expect(terms('Text.\n\n*[sidecar]: A helper.\n')).toEqual([['sidecar', 'A helper.', 3]]);
});

test('two in a row, and one glued under a paragraph', () => {
  expect(terms('Text.\n*[a]: one\n*[b]: two')).toEqual([
    ['a', 'one', 2],
    ['b', 'two', 3],
  ]);
});

test('a star inside, which Markdown reads as emphasis', () => {
  expect(terms('*[glob]: pattern such as foo* or *bar')).toEqual([['glob', 'pattern such as foo* or *bar', 1]]);
});

test('a link reference of the same name, which Markdown reads as a link', () => {
  const content = '*[CRI]: Container Runtime Interface\n\n[CRI]: https://example.com';
  expect(terms(content)).toEqual([['CRI', 'Container Runtime Interface', 1]]);
  expect(extractAbbreviations(content).content).toBe('\n\n[CRI]: https://example.com');
});

test('code, links and emphasis inside are kept as they are written', () => {
  expect(terms('*[x]: see `a`, [b](c) and *d*')).toEqual([['x', 'see `a`, [b](c) and *d*', 1]]);
});

test('braces and angle brackets, which MDX reads as code', () => {
  expect(terms('*[x]: uses {braces} or <T>')).toEqual([['x', 'uses {braces} or <T>', 1]]);
});

test.each([
  '* [Pod]: a list item',
  ' *[Pod]: indented',
  '    *[Pod]: code',
  '\\*[Pod]: escaped',
  '*[Pod]  : two spaces',
  '*[Pod]:',
  '**[Pod]: bold',
])('no definition: %s', (content) => {
  expect(extractAbbreviations(content)).toEqual({ content, abbreviations: [] });
});

test('one space before the colon', () => {
  expect(terms('*[Pod] : yes')).toEqual([['Pod', 'yes', 1]]);
});

test('the definition on the next line', () => {
  const { content, abbreviations } = extractAbbreviations('*[Pod]:\n    A unit.\nText.');
  expect(abbreviations).toEqual([{ term: 'Pod', definition: 'A unit.', line: 1 }]);
  expect(content).toBe('\n\nText.');
});

test('a definition does not take the next definition for its text', () => {
  expect(terms('*[a]:\n*[b]: two')).toEqual([['b', 'two', 2]]);
});

test.each([
  ['front matter', '---\n*[a]: x\n---\n'],
  ['a fence', '```md\n*[a]: x\n```\n'],
  ['a longer fence', '````\n```\n*[a]: x\n````\n'],
  ['a fence of tildes', '~~~\n*[a]: x\n~~~\n'],
  ['an HTML comment', '<!--\n*[a]: x\n-->\n'],
  ['an MDX comment', '{/*\n*[a]: x\n*/}\n'],
])('nothing is taken from %s, and what comes after is', (_, content) => {
  expect(extractAbbreviations(content)).toEqual({ content, abbreviations: [] });
  expect(terms(`${content}*[b]: y`)).toMatchObject([['b', 'y', expect.any(Number)]]);
});

test('a fence that nobody closes holds the rest of the page', () => {
  expect(terms('```\n*[a]: x\n\n*[b]: y\n')).toEqual([]);
});

test('lines stay where they are, with their line ends', () => {
  expect(extractAbbreviations('a\r\n*[b]: c\r\nd\r\n').content).toBe('a\r\n\r\nd\r\n');
});

test('the last definition of a term holds', () => {
  expect(terms('*[a]: one\n*[a]: two')).toEqual([['a', 'two', 2]]);
});
