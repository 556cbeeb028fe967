import { expect, it } from 'vitest';
import { inBatches } from './slow-start.ts';

it.each([
  [0, []],
  [1, [1]],
  [2, [1, 1]],
  [3, [1, 2]],
  [8, [1, 2, 4, 1]],
  [100, [1, 2, 4, 8, 16, 32, 37]],
])('makes batches of %i that double: %j', (count, sizes) => {
  const all = Array.from({ length: count }, (_, index) => index);
  expect(inBatches(all).map(({ length }) => length)).toEqual(sizes);
  expect(inBatches(all).flat()).toEqual(all);
});
