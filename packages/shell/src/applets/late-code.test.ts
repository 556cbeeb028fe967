import { expect, test } from 'vitest';
import { otherApplets as early } from './early-code.ts';
import { otherApplets as late } from './late-code.ts';

test('a browser has the same applets as everything else', () => {
  const names = (applets: typeof early) => applets.map(({ name }) => name).sort();
  expect(names(late)).toEqual(names(early));
});
