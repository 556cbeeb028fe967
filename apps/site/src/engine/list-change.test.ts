import { expect, it } from 'vitest';
import { applyListChange, listChange } from './list-change.ts';

const items = (...names: string[]) => names.map((name) => ({ name }));
const before = items('a', 'b', 'c', 'd');
const [a, b, c, d] = before as [{ name: string }, { name: string }, { name: string }, { name: string }];
const other = { name: 'new' };

it.each([
  ['nothing', before, [{ from: 0, count: 4 }]],
  ['an item more at the end', [...before, other], [{ from: 0, count: 4 }, { items: [other] }]],
  ['an item changed', [a, other, c, d], [{ from: 0, count: 1 }, { items: [other] }, { from: 2, count: 2 }]],
  [
    'items gone',
    [a, d],
    [
      { from: 0, count: 1 },
      { from: 3, count: 1 },
    ],
  ],
  [
    'another order',
    [c, d, a, b],
    [
      { from: 2, count: 2 },
      { from: 0, count: 2 },
    ],
  ],
  ['all gone', [], []],
])('tells of no more than what has changed: %s', (_, now, change) => {
  expect(listChange(before, now)).toEqual(change);
  expect(applyListChange(before, listChange(before, now))).toEqual(now);
});
