import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFileIfThere, writeFileAtomically } from './atomic-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'podlab-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeFileAtomically', () => {
  it('writes, and replaces, a file of this user alone', async () => {
    const path = join(folder, 'made', 'record.json');
    for (const text of ['one', 'two']) {
      await writeFileAtomically(path, text);
      expect(await readFile(path, 'utf8')).toBe(text);
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'made'))).mode & 0o777).toBe(0o700);
  });

  it('leaves nothing beside what it could not replace', async () => {
    await mkdir(join(folder, 'taken', 'by'), { recursive: true });
    await expect(writeFileAtomically(join(folder, 'taken'), 'text')).rejects.toThrow('EISDIR');
    expect(await readdir(folder)).toEqual(['taken']);
  });
});

describe('readFileIfThere', () => {
  it('tells a missing file from one that cannot be read', async () => {
    expect(await readFileIfThere(join(folder, 'none'))).toBeUndefined();
    await expect(readFileIfThere(folder)).rejects.toThrow('EISDIR');
  });
});
