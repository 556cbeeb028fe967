import { expect, it } from 'vitest';
import { commands } from './commands.ts';
import { loadOnce } from './load-once.ts';

it('loads once, and again only when it has failed', async () => {
  let tries = 0;
  const load = loadOnce(async () => {
    tries += 1;
    if (tries === 1) throw new Error('no network');
    return tries;
  });
  await expect(load()).rejects.toThrow('no network');
  expect(await load()).toBe(2);
  expect(await load()).toBe(2);
});

it.each(commands.map((command) => [command.name, command] as const))('the code of %s is loaded once', (_, command) => {
  expect(command.load()).toBe(command.load());
});
