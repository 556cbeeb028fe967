import { expect, it } from 'vitest';
import { createPageMemory } from './page-memory.ts';

function store() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

it('keeps things of a lab under its id, and of the reader for all labs', () => {
  const { kept, ...place } = store();
  const progress = { version: 1, steps: ['a'], passed: false };
  const memory = createPageMemory(() => place, 'one');
  memory.write('progress', progress);
  memory.write('muted', true);
  expect([...kept.keys()]).toEqual(['podlab:v1:progress:one', 'podlab:v1:muted']);
  expect(createPageMemory(() => place, 'one').read('progress')).toEqual(progress);
  expect(createPageMemory(() => place, 'two').read('progress')).toBeUndefined();
  expect(createPageMemory(() => place, 'two').read('muted')).toBe(true);
});

it.each([
  ['there is no store', () => undefined],
  [
    'the browser forbids it',
    () => {
      throw new Error('SecurityError');
    },
  ],
  ['what is kept cannot be read', () => ({ getItem: () => '{', setItem: () => undefined })],
  ['what is kept is something else', () => ({ getItem: () => '[1]', setItem: () => undefined })],
])('works when %s', (_, place) => {
  const memory = createPageMemory(place, 'one');
  expect(() => memory.write('history', [])).not.toThrow();
  expect(memory.read('history')).toBeUndefined();
});
