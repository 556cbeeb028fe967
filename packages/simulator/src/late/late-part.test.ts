import { expect, it } from 'vitest';
import { latePart, partHere } from './late-part.ts';

it('has its code once it was loaded, and loads it once', async () => {
  let asked = 0;
  const part = latePart('numbers', async () => ((asked += 1), { two: 2 }));
  expect(part.isHere).toBe(false);
  expect(() => part.code).toThrow('the code of numbers is not loaded yet');
  await Promise.all([part.load(), part.load()]);
  await part.load();
  expect([part.isHere, part.code.two, asked]).toEqual([true, 2, 1]);
});

it('is asked for again when it could not be loaded', async () => {
  const answers = [Promise.reject(new Error('offline')), Promise.resolve({ two: 2 })];
  const part = latePart('numbers', () => answers.shift() ?? Promise.reject(new Error('asked too often')));
  await expect(part.load()).rejects.toThrow('offline');
  expect(part.isHere).toBe(false);
  await part.load();
  expect(part.code.two).toBe(2);
});

it('may be here from the start', async () => {
  const part = partHere({ two: 2 });
  await part.load();
  expect([part.isHere, part.code.two]).toEqual([true, 2]);
});
