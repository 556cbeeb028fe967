import type { FoundDocument } from '@theme/searchByWorker';
import { describe, expect, it } from 'vitest';
import { searchHits } from './search-hits.ts';

const page = { i: 1, t: 'Probes', u: '/concepts/probes/' };
const probe = { id: 'probe', term: 'probe', short: 'A check.', also: [] };
const told = (typed: string, found: readonly FoundDocument[]) =>
  searchHits(typed, [probe], found).map(({ to, title, place, text }) => [to, title, place, text]);

describe('searchHits', () => {
  it('puts the entry of the glossary before the pages', () => {
    expect(told('probes', [{ document: page, type: 0, page: false, tokens: ['probe'] }])).toEqual([
      ['/glossary#probe', 'probe', 'Glossary', 'A check.'],
      ['/concepts/probes/', 'Probes', undefined, ''],
    ]);
  });

  it('names a section and its page, and shows no keywords as text', () => {
    const section = { i: 2, t: 'Kubelets ask.', s: 'Three questions', u: page.u, h: '#three' };
    const words = { i: 1, t: 'liveness, startup', s: 'Probes', u: page.u };
    expect(
      told('kubelet', [
        { document: section, type: 4, page, tokens: [] },
        { document: words, type: 3, page, tokens: [] },
      ]),
    ).toEqual([
      ['/concepts/probes/#three', 'Three questions', 'Probes', 'Kubelets ask.'],
      ['/concepts/probes/', 'Probes', undefined, ''],
    ]);
  });

  it('shows a place once, with the text that was found below its heading', () => {
    const heading = { i: 2, t: 'Three questions', u: page.u, h: '#three' };
    const text = { i: 3, t: 'Kubelets ask.', s: 'Three questions', u: page.u, h: '#three' };
    expect(
      told('question', [
        { document: heading, type: 1, page, tokens: [] },
        { document: text, type: 4, page, tokens: [] },
      ]),
    ).toEqual([['/concepts/probes/#three', 'Three questions', 'Probes', 'Kubelets ask.']]);
  });

  it('marks words and not the letters that begin them', () => {
    expect(searchHits('a probe', [probe], [])[0]?.words).toEqual(['probe']);
    expect(searchHits('pr', [{ ...probe, also: ['pr'] }], [])[0]?.words).toEqual(['pr']);
  });
});
