import { expect, it } from 'vitest';
import * as early from './early-parts.ts';
import * as late from './late-parts.ts';

it('a browser has the same parts as everything else, later', async () => {
  const here = new Map(Object.entries(early));
  expect(Object.keys(late)).toEqual([...here.keys()]);
  for (const [name, part] of Object.entries(late)) {
    expect([name, here.get(name)?.isHere, part.isHere]).toEqual([name, true, false]);
    await part.load();
    expect(Object.keys(part.code)).toEqual(Object.keys(here.get(name)?.code ?? {}));
  }
});
