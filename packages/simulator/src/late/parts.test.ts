import { expect, it } from 'vitest';
import * as early from './early-parts.ts';
import * as late from './late-parts.ts';

it('a browser has the same parts as everything else, later', async () => {
  expect(Object.keys(late)).toEqual(Object.keys(early));
  for (const name of Object.keys(early) as (keyof typeof early)[]) {
    expect([name, early[name].isHere, late[name].isHere]).toEqual([name, true, false]);
    await late[name].load();
    expect(Object.keys(late[name].code)).toEqual(Object.keys(early[name].code));
  }
});
