import { expect, it } from 'vitest';
import { withFields } from './with-fields.ts';

it('is a copy in which further fields take the place of those of the base', () => {
  const base = Object.freeze({ a: 1, b: 2 });
  const next = withFields(base, { b: 3, c: 4 });
  expect(Object.entries(next)).toEqual([
    ['a', 1],
    ['b', 3],
    ['c', 4],
  ]);
  expect(base).toEqual({ a: 1, b: 2 });
});
