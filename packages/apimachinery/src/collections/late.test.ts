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

  test.each([2, 8, 9, 20])('with %i entries gives, replaces and forgets each', (count) => {
    const names = Array.from({ length: count }, (_, at) => `key ${at}`);
    const late = new LateMap<string, readonly number[]>();
    for (const [at, name] of names.entries()) late.set(name, [at]);
    late.set('key 1', [7, 7]);
    expect([late.size, late.get('key 1'), late.get(`key ${count - 1}`)?.length, late.has('key 20')]).toEqual([
      count,
      [7, 7],
      count === 2 ? 2 : 1,
      false,
    ]);
    expect([...late.keys()]).toEqual(names);
    expect([...late.values()]).toEqual(names.map((_, at) => (at === 1 ? [7, 7] : [at])));
    for (const name of names) expect([late.delete(name), late.has(name)]).toEqual([true, false]);
    expect(late.size).toBe(0);
  });

  test.each([2, 20])('with %i entries is gone through as it was at the beginning', (count) => {
    const late = new LateMap<number, string>();
    for (let at = 0; at < count; at += 1) late.set(at, 'x');
    const seen: number[] = [];
    for (const [key] of late) {
      seen.push(key);
      late.delete(key);
      late.set(key + 100, 'x');
    }
    expect(seen).toEqual(Array.from({ length: count }, (_, at) => at));
    expect([late.size, late.has(0), late.has(100)]).toEqual([count, false, true]);
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

  test.each([2, 8, 9, 20])('with %i items has each once, and forgets it', (count) => {
    const late = new LateSet<number>();
    for (let at = 0; at < count; at += 1) late.add(at).add(at);
    expect([late.size, late.has(count - 1), late.has(count)]).toEqual([count, true, false]);
    const seen: number[] = [];
    for (const item of late) {
      seen.push(item);
      late.delete(item);
      late.add(item + 100);
    }
    expect(seen).toEqual(Array.from({ length: count }, (_, at) => at));
    expect([late.size, late.has(0), late.has(100)]).toEqual([count, false, true]);
  });
});
