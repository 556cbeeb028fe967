import { expect, it } from 'vitest';
import * as early from './early-programs.ts';
import * as late from './late-programs.ts';

it('a browser has the same programs as everything else, and can load each of them ahead', async () => {
  expect(Object.keys(late)).toEqual(Object.keys(early));
  const loaded = await Promise.all(late.programCode.map((load) => load()));
  const programs = loaded.flatMap((code) => Object.values(code as object));
  const names = ['agnhost', 'httpd', 'curl', 'pg_isready', 'postgres', 'redis-cli', 'redis-server', 'stress'];
  expect(programs).toEqual(expect.arrayContaining(names));
  expect(loaded).toContainEqual(expect.objectContaining({ nginxProgram: early.nginxProgram }));
});
