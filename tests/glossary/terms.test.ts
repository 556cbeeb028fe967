import { readdirSync, readFileSync } from 'node:fs';
import { loadGlossary } from '@podlab/glossary';
import { parse } from 'yaml';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const labs = readdirSync(new URL('labs/', root)).toSorted();
const files = readdirSync(new URL('docs/glossary/', root)).map((name) => {
  const path = `docs/glossary/${name}`;
  return { path, content: read(path) };
});
const terms = loadGlossary(files, { labs });

test('the glossary has more than 80 terms, each with a text of its own', () => {
  expect(terms.length).toBeGreaterThanOrEqual(80);
  expect(terms.filter(({ text }) => text.length < 80).map(({ id }) => id)).toEqual([]);
});

test.each(labs)('the terms of lab %s are in the glossary', (lab) => {
  const { terms: named } = parse(read(`labs/${lab}/lab.yaml`)) as { readonly terms?: readonly string[] };
  const known = new Set(terms.map(({ id }) => id));
  expect((named ?? []).filter((id) => !known.has(id))).toEqual([]);
});
