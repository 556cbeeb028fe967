import { expect, it } from 'vitest';
import * as early from './early-parts.ts';
import * as late from './late-parts.ts';

it('a browser has the same parts as everything else, later', async () => {
  const here = Object.entries(early);
  for (const [index, [name, part]] of Object.entries(late).entries()) {
    const [sameName, same] = here[index] ?? [];
    expect([sameName, same?.isHere, part.isHere]).toEqual([name, true, false]);
    await part.load();
    expect(Object.keys(part.code)).toEqual(Object.keys(same?.code ?? {}));
  }
  expect(Object.keys(late)).toHaveLength(here.length);
});
