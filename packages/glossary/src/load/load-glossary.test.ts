import { expect, test } from 'vitest';
import { GlossaryError } from '../faults.ts';
import { termFile } from '../testing/sample-terms.ts';
import { loadGlossary, type TermFile } from './load-glossary.ts';

const load = (...files: TermFile[]) => loadGlossary(files, { labs: ['first-lab'] });

function faults(...files: TermFile[]): string {
  try {
    load(...files);
  } catch (error) {
    if (error instanceof GlossaryError) return error.message;
    throw error;
  }
  return '';
}

const short = (text: string) => faults(termFile('pod', 'Pod', '', text));

test('a term has its text and its defaults', () => {
  const file = termFile('pod', 'Pod');
  expect(load({ ...file, content: `${file.content}\nLong **text**.\n` })).toMatchObject([
    {
      id: 'pod',
      text: 'Long **text**.',
      match: { case: 'smart', plural: 'auto', auto: true },
      aliases: [],
      file: file.path,
    },
  ]);
});

test('`see` holds in both directions, and terms are sorted whatever the order of the files', () => {
  const files = [termFile('b', 'bee', 'see: [a]'), termFile('a', 'ay')];
  expect(load(...files).map(({ id, see }) => [id, see])).toEqual([
    ['a', ['b']],
    ['b', ['a']],
  ]);
  expect(load(...files.toReversed())).toEqual(load(...files));
});

test.each([
  [
    'no front matter',
    { path: 'docs/glossary/pod.md', content: 'Text' },
    'pod.md:1: A term file must begin with front matter',
  ],
  ['YAML that is none', termFile('pod', 'Pod', 'tags: [a'), 'pod.md:7: This is not valid YAML'],
  ['a key twice', termFile('pod', 'Pod', 'term: Pot'), 'pod.md:6: This key is there twice.'],
  [
    'an unknown field',
    termFile('pod', 'Pod', 'alias: [a]'),
    'pod.md:6: `alias` is not a field of a term. Did you mean `aliases`?',
  ],
  [
    'an unknown field below',
    termFile('pod', 'Pod', 'match: {cases: exact}'),
    'pod.md:6: `cases` is not a field of `match`. Did you mean `case`?',
  ],
  [
    'a wrong value',
    termFile('pod', 'Pod', 'match: {case: any}'),
    'pod.md:6: `match.case` must be one of `smart`, `exact`, `insensitive`, but is `"any"`.',
  ],
  ['a wrong type', termFile('pod', 'Pod', 'aliases: x'), 'pod.md:6: `aliases` must be a list, but is `"x"`.'],
  [
    'a number for a version',
    termFile('pod', 'Pod', 'since: {k8s: 1.3}'),
    'pod.md:6: `since.k8s` must be a text; put a number in quotes, but is `1.3`.',
  ],
  [
    'an item',
    termFile('pod', 'Pod', 'tags:\n  - ok\n  - No'),
    'pod.md:8: Item 2 of `tags` must be lower-case words joined by dashes',
  ],
  ['a wrong URL', termFile('pod', 'Pod', 'source: {url: kubernetes.io}'), 'pod.md:6: `source.url` must be a whole URL'],
  [
    'another name',
    { ...termFile('pod', 'Pod'), path: 'docs/glossary/pot.md' },
    'pot.md:2: `id` must be the name of the file, `pot`, but is `pod`.',
  ],
  ['an unknown `see`', termFile('pod', 'Pod', 'see: [pot]'), 'pod.md:6: There is no term `pot`.'],
  ['itself in `see`', termFile('pod', 'Pod', 'see: [pod]'), 'pod.md:6: A term must not point at itself.'],
  [
    'an unknown `contrast`',
    termFile('pod', 'Pod', 'contrast:\n  - {id: pots, say: x}'),
    'pod.md:7: There is no term `pots`. Did you mean `pod`?',
  ],
  [
    'an unknown lab',
    termFile('pod', 'Pod', 'labs: [frist-lab]'),
    'pod.md:6: There is no lab `frist-lab`. Did you mean `first-lab`?',
  ],
])('a fault names file, line and what was expected: %s', (_, file, message) => {
  expect(faults(file)).toContain(message);
});

test('a missing field is named', () => {
  const file = termFile('pod', 'Pod');
  expect(faults({ ...file, content: file.content.replace(/short.*\n/, '') })).toContain(
    '`short` is missing; must be a text',
  );
});

test('all faults of all files come at once', () => {
  expect(faults(termFile('a', 'ay', 'x: 1'), termFile('b', 'bee', 'y: 1')).split('\n')).toHaveLength(2);
});

test.each([
  [`${'long '.repeat(32)}sentence.`, 'must have at most 160 characters, but has 169'],
  ['A `thing`.', 'must be plain text'],
  ['A [thing](x).', 'must be plain text'],
  ['A thing', 'must be one sentence that ends with a full stop'],
  ['A thing. Another.', 'must be one sentence'],
  ['One of the Pods here.', 'must not use the term itself, but says `Pods`'],
])('`short` is held to its rules: %s', (text, message) => {
  expect(short(text)).toContain(message);
});

test('the 160th character is still good', () => {
  expect(short(`${'x'.repeat(159)}.`)).toBe('');
});

test('a longer term that holds the word is not the term itself', () => {
  expect(faults(termFile('pod', 'Pod', '', 'Unlike a static Pod.'), termFile('static-pod', 'static Pod'))).toBe('');
});

test('two terms that need each other are a circle, one way is none', () => {
  const pod = termFile('pod', 'Pod', '', 'Holds a container.');
  expect(faults(pod, termFile('container', 'container', '', 'Runs in a Pod.'))).toBe(
    'docs/glossary/container.md:5: `short` needs `pod`, and the `short` of `pod` needs `container`. One of the two must do without the other.',
  );
  expect(faults(pod, termFile('container', 'container'))).toBe('');
});

test('a word belongs to one term', () => {
  expect(faults(termFile('a', 'Pod'), termFile('b', 'bee', 'aliases: [Pod]'))).toContain(
    'b.md:6: `Pod` is already a word of `a` (docs/glossary/a.md).',
  );
});
