import { describe, expect, it } from 'vitest';
import { longestCommon } from './longest-common.ts';

describe('longestCommon', () => {
  it.each([
    ['', '', ''],
    ['abc', 'abc', 'abc'],
    ['abc', 'axc', 'ac'],
    ['abcde', 'bad', 'bd'],
    ['xaxbxc', 'abc', 'abc'],
    ['abc', 'xyz', ''],
  ])('of %s and %s is %s', (a, b, common) => {
    const pairs = longestCommon([...a], [...b]);
    expect(pairs.map(([i]) => a[i]).join('')).toBe(common);
    expect(pairs.map(([, j]) => b[j]).join('')).toBe(common);
  });
});
