import { expect, test } from 'vitest';
import { goValueText } from './go-value-text.ts';

// As fmt of go1.26 prints it with %v.
test.each([
  [{ b: 'x y', a: [1, true, null], c: {} }, 'map[a:[1 true <nil>] b:x y c:map[]]'],
  [[], '[]'],
  [1.5, '1.5'],
])('%j is %s', (value, text) => {
  expect(goValueText(value)).toBe(text);
});
