import { expect, it } from 'vitest';
import { goEscaped, goJsonKind } from './go-json.ts';

it('escapes what could end a script or stands for something in HTML', () => {
  expect(goEscaped(JSON.stringify('<a> & \u2028\u2029'))).toBe(String.raw`"\u003ca\u003e \u0026 \u2028\u2029"`);
});

it.each([
  [[], 'array'],
  [{}, 'object'],
  [true, 'bool'],
  [1, 'number'],
  ['a', 'string'],
])('%j is of the kind %s', (value, kind) => {
  expect(goJsonKind(value)).toBe(kind);
});
