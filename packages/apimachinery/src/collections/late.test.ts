import { describe, expect, test } from 'vitest';
import { LateMap } from './late-map.ts';
import { LateSet } from './late-set.ts';

describe('LateMap', () => {
  test('is empty, filled, emptied and filled again as a Map is', () => {
    const late = new LateMap<string, number>();
    expect([late.size, late.has('a'), late.get('a'), late.delete('a'), [...late]]).toEqual([
      0,
      false,
      undefined,
      false,
      [],
    ]);
    late.set('b', 1).set('a', 2).set('b', 3);
    expect([...late]).toEqual([
      ['b', 3],
      ['a', 2],
    ]);
    expect([[...late.keys()], [...late.values()]]).toEqual([
      ['b', 'a'],
      [3, 2],
    ]);
    expect([late.delete('b'), late.delete('a'), late.size, [...late]]).toEqual([true, true, 0, []]);
    late.set('c', 4);
    expect(late.get('c')).toBe(4);
    late.clear();
    expect(late.size).toBe(0);
  });

  test('an entry that goes, and comes again, while all are looked at is seen as in a Map', () => {
    const late = new LateMap<string, number>().set('a', 1).set('b', 2);
    const seen: string[] = [];
    for (const [key] of late) {
      seen.push(key);
      late.delete(key);
      if (key === 'b') late.set('c', 3);
    }
    expect([seen, late.size]).toEqual([['a', 'b', 'c'], 0]);
  });
});

describe('LateSet', () => {
  test('is empty, filled, emptied and filled again as a Set is', () => {
    const late = new LateSet<string>();
    expect([late.size, late.has('a'), late.delete('a'), [...late]]).toEqual([0, false, false, []]);
    late.add('b').add('a').add('b');
    expect([[...late], late.size, late.has('a')]).toEqual([['b', 'a'], 2, true]);
    expect([late.delete('b'), late.delete('a'), [...late]]).toEqual([true, true, []]);
    late.add('c');
    late.clear();
    expect(late.size).toBe(0);
  });
});
