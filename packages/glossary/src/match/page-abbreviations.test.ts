import { expect, test } from 'vitest';
import { sampleTerms } from '../testing/sample-terms.ts';
import { findTerms } from './find-terms.ts';
import { withAbbreviations } from './page-abbreviations.ts';

const line = 1;

test('an abbreviation of a known term says it in the words of the page', () => {
  const page = withAbbreviations(sampleTerms, [{ term: 'Pod', definition: 'A thing of its own', line }]);
  expect(page.vocabulary.terms.get('pod')?.short).toBe('A thing of its own');
  expect(page.contradictions).toEqual([]);
});

test('one that says something else is reported', () => {
  const page = withAbbreviations(sampleTerms, [{ term: 'Pod', definition: 'A group of whales in the sea', line }]);
  expect(page.contradictions).toMatchObject([{ term: { id: 'pod' }, abbreviation: { line } }]);
});

test('one without a term is a term of this page, exactly as written', () => {
  const page = withAbbreviations(sampleTerms, [{ term: 'CRI', definition: 'Container Runtime Interface', line }]);
  expect(findTerms('CRI cri CRIs', page.vocabulary).map(({ id, start }) => [id, start])).toEqual([['page--cri', 0]]);
  expect(page.local).toHaveLength(1);
});
