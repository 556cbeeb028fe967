import { expect, it } from 'vitest';
import { keysOf } from './key-sequences.ts';

it.each<[string, boolean, string | undefined]>([
  ['Enter', false, '\r'],
  ['Backspace', false, '\u007f'],
  ['ArrowUp', false, '\u001b[A'],
  ['c', true, '\u0003'],
  ['d', true, '\u0004'],
  ['v', true, undefined],
  ['C', true, undefined],
  ['a', false, undefined],
  ['Shift', false, undefined],
])('%s, with Ctrl %s, sends %j', (key, ctrlKey, sent) => {
  expect(keysOf({ key, ctrlKey })).toBe(sent);
});
