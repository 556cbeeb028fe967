import { expect, it } from 'vitest';
import { nearest } from './suggest.ts';

const known = ['replaced-not-restarted', 'scale-by-pods', 'check', 'verify', 'doctor'];

it.each([
  ['chekc', 'check'],
  ['verfy', 'verify'],
  ['replaced-not-restartet', 'replaced-not-restarted'],
  ['replaced', 'replaced-not-restarted'],
  ['DOCTOR', 'doctor'],
  ['xyz', undefined],
  ['kubernetes', undefined],
])('for %j suggests %j', (typed, expected) => {
  expect(nearest(typed, known)).toBe(expected);
});
