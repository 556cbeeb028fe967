import { expect, it } from 'vitest';
import { slowStart } from './slow-start.ts';

it('makes all calls when none fails', () => {
  let calls = 0;
  expect(slowStart(10, () => (calls += 1))).toEqual({ done: 10 });
  expect(calls).toBe(10);
});

it.each([
  [1, 1],
  [2, 3],
  [4, 7],
  [7, 7],
  [8, 15],
])('stops after the batch of 1, 2, 4, … in which call %i fails', (failing, made) => {
  let calls = 0;
  const result = slowStart(100, () => {
    calls += 1;
    if (calls === failing) throw new Error(`call ${calls}`);
  });
  expect(calls).toBe(made);
  expect(result).toEqual({ done: made - 1, error: new Error(`call ${failing}`) });
});
