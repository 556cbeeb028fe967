import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lanesFor } from './lanes.ts';

it('leaves no folder with tests out, and names none that is not there', () => {
  const folders = readdirSync(join(import.meta.dirname, '../../tests')).map((name) => `tests/${name}`);
  const [browser, others] = lanesFor([]);
  const ran = browser?.args.map((folder) => folder.replace(/\/$/, ''));
  expect(folders).toEqual(expect.arrayContaining(ran ?? []));
  expect(others?.args.filter((word) => word !== '--exclude')).toEqual(ran?.map((folder) => `${folder}/**`));
});

it('runs what is named in one lane', () => {
  expect(lanesFor(['tests/site', '-t', 'axe'])).toEqual([{ name: 'named', args: ['tests/site', '-t', 'axe'] }]);
});
