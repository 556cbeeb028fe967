import { expect, it } from 'vitest';
import { normaliseState } from './normalise-state.ts';

it('puts the warnings of drain in one order, and keeps what they say', () => {
  const said = (warnings: string) =>
    normaliseState(JSON.stringify(['', `Warning: ${warnings}\nevicting pod a; b\n`, 0]));
  expect(said('ignoring: a/b, c/d; deleting: e/f')).toBe(said('deleting: e/f; ignoring: a/b, c/d'));
  expect(said('deleting: e/f; ignoring: a/b')).not.toBe(said('deleting: e/f; ignoring: a/c'));
});
