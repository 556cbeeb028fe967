import { describe, expect, it } from 'vitest';
import { IndexSet } from './index-set.ts';

describe('IndexSet', () => {
  it.each([
    ['nothing', [], ''],
    ['one', [4], '4'],
    ['two neighbours apart', [0, 1], '0,1'],
    ['three neighbours as a range', [2, 0, 1], '0-2'],
    ['several runs', [7, 0, 2, 3, 4], '0,2-4,7'],
  ])('writes %s', (_, indexes, text) => {
    expect(String(IndexSet.of(indexes))).toBe(text);
    expect(String(IndexSet.parse(text, 100))).toBe(text);
  });

  it.each([
    ['0-5', 3, '0-2'],
    ['1,3-9', 3, '1'],
    ['0,x,2', 5, '0,2'],
    ['0-1,2-3', 9, '0-3'],
  ])('reads %s of a Job with %i completions as %s', (text, completions, read) => {
    expect(String(IndexSet.parse(text, completions))).toBe(read);
  });

  it('joins sets that touch', () => {
    expect(String(IndexSet.of([0, 2]).union(IndexSet.of([1, 5])))).toBe('0-2,5');
  });

  it('counts what two sets have in common', () => {
    expect(IndexSet.parse('0-4,7', 9).countCommon(IndexSet.parse('3-7', 9))).toBe(3);
  });

  it.each([
    ['', 2, 3, [0, 1]],
    ['0,2', 5, 4, [1, 3]],
    ['0-2', 1, 3, []],
    ['1', 3, 3, [0, 2]],
  ])('finds what %s lacks', (text, count, completions, missing) => {
    expect(IndexSet.parse(text, 9).firstMissing(count, completions)).toEqual(missing);
  });
});
