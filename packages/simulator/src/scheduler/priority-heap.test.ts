import { createRandom } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import { PriorityHeap } from './priority-heap.ts';

it('gives out the first of what is in it, equals in the order in which they came', () => {
  const random = createRandom('heap');
  const heap = new PriorityHeap<{ key: number; nth: number }>((a, b) => a.key < b.key);
  const items = Array.from({ length: 300 }, (_, nth) => ({ key: random.below(20), nth }));
  for (const item of items) heap.push(item);
  const out = items.map(() => heap.pop());
  expect(out).toEqual(items.toSorted((a, b) => a.key - b.key || a.nth - b.nth));
  expect(heap.pop()).toBeUndefined();
});

it('drops what nobody wants any more', () => {
  const heap = new PriorityHeap<number>((a, b) => a < b);
  for (const item of [3, 1, 2]) heap.push(item);
  expect(heap.first((item) => item > 1)).toBe(2);
  expect(heap.pop()).toBe(2);
});
