import { expect, test } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const letters = 'abcdefghijklmnopqrst'.split('');

test('shows three lines around a change and leaves the rest out', () => {
  const changed = letters.map((letter) => (letter === 'h' ? 'H' : letter));
  expect(unifiedDiff(letters.join('\n'), changed.join('\n'))).toBe('@@ -5,7 +5,7 @@\n e\n f\n g\n-h\n+H\n i\n j\n k\n');
});

test('shows changes that are far apart in parts of their own, and near ones together', () => {
  const parts = (changed: readonly string[]) => unifiedDiff(letters.join('\n'), changed.join('\n')).match(/^@@.*@@$/gm);
  expect(parts(letters.filter((letter) => letter !== 'b' && letter !== 'r'))).toEqual([
    '@@ -1,5 +1,4 @@',
    '@@ -15,6 +14,5 @@',
  ]);
  expect(parts(letters.filter((letter) => letter !== 'b' && letter !== 'h'))).toEqual(['@@ -1,11 +1,9 @@']);
});

test('is empty when nothing changed', () => {
  expect(unifiedDiff('a\nb', 'a\nb')).toBe('');
});
