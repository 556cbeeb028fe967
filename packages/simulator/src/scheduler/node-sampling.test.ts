import { describe, expect, it, test } from 'vitest';
import { enoughNodes, NodeSampling } from './node-sampling.ts';

test.each([
  [1, 1],
  [99, 99],
  [100, 100],
  [200, 100],
  [250, 120],
  [1_000, 420],
  [5_000, 500],
  [6_000, 300],
])('of %d nodes, %d that a Pod may go to are enough', (all, enough) => {
  expect(enoughNodes(all)).toBe(enough);
});

describe('the search for nodes', () => {
  it('goes on where the one before has ended', () => {
    const sampling = new NodeSampling();
    const nodes = ['a', 'b', 'c', 'd', 'e'];
    expect(sampling.order(nodes)).toEqual(nodes);
    sampling.lookedAt(3, 5);
    expect(sampling.order(nodes)).toEqual(['d', 'e', 'a', 'b', 'c']);
    sampling.lookedAt(3, 5);
    expect(sampling.order(nodes)).toEqual(['b', 'c', 'd', 'e', 'a']);
  });

  it('begins with the first node again and again when all are looked at, or none is there', () => {
    const sampling = new NodeSampling();
    sampling.lookedAt(5, 5);
    sampling.lookedAt(0, 0);
    expect(sampling.order(['a', 'b'])).toEqual(['a', 'b']);
    expect(sampling.order([])).toEqual([]);
  });
});
