import { describe, expect, it } from 'vitest';
import { SortedKeys } from './sorted-keys.ts';

describe('SortedKeys', () => {
  it('gives keys in order, whatever came and went since somebody last asked', () => {
    const keys = new SortedKeys();
    for (const key of ['b/2', 'a/1', 'c/1']) keys.add(key);
    expect(keys.all()).toEqual(['a/1', 'b/2', 'c/1']);
    keys.delete('b/2');
    keys.add('b/1');
    keys.add('d/1');
    expect(keys.all()).toEqual(['a/1', 'b/1', 'c/1', 'd/1']);
    keys.delete('c/1');
    keys.add('c/1');
    keys.add('e/1');
    keys.delete('e/1');
    expect(keys.all()).toEqual(['a/1', 'b/1', 'c/1', 'd/1']);
  });

  it('finds the keys of one namespace only', () => {
    const keys = new SortedKeys();
    for (const key of ['a/z', 'a-b/x', 'b/a', 'a/b']) keys.add(key);
    expect(keys.startingWith('a/')).toEqual(['a/b', 'a/z']);
    expect(keys.startingWith('c/')).toEqual([]);
  });
});
