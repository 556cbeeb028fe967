import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { findLab, folderLabSource, listLabIds } from './catalogue.ts';

function labsWith(...ids: readonly string[]): string {
  const folder = tempFolder();
  for (const id of ids) {
    mkdirSync(join(folder, id, 'attempts'), { recursive: true });
    writeFileSync(join(folder, id, 'lab.yaml'), 'id: x\n');
    writeFileSync(join(folder, id, 'attempts', 'one.yaml'), '');
  }
  mkdirSync(join(folder, 'no-lab'));
  return folder;
}

describe('the labs of a folder', () => {
  it('are those with a lab.yaml, in order', () => {
    expect(listLabIds(labsWith('two', 'one'))).toEqual(['one', 'two']);
  });

  it('are read with paths as they stand in lab files', async () => {
    const source = folderLabSource(labsWith('one'));
    expect(await source.listFiles('one')).toEqual(['attempts/one.yaml', 'lab.yaml']);
    expect(await source.read('one', 'attempts/one.yaml')).toBe('');
    expect(await source.read('one', 'attempts/two.yaml')).toBeUndefined();
    expect(await source.listFiles('three')).toEqual([]);
  });

  it('suggest the nearest name, of a command too', async () => {
    const folder = labsWith('replaced-not-restarted');
    await expect(findLab(folder, 'replaced-not-restartd', ['check'])).rejects.toThrow(
      /Did you mean `replaced-not-restarted`/,
    );
    await expect(findLab(folder, 'chekc', ['check'])).rejects.toThrow(/Did you mean `check`/);
    await expect(findLab(folder, '../../etc', ['check'])).rejects.toMatchObject({ code: 'USAGE', exitCode: 2 });
  });

  it('may not be named like a command', async () => {
    await expect(findLab(labsWith('verify'), 'verify', ['verify'])).rejects.toMatchObject({
      code: 'INVALID_LAB',
      message: expect.stringContaining('`verify` is a command'),
    });
  });

  it('are refused with every fault of their files', async () => {
    await expect(findLab(labsWith('one'), 'one', [])).rejects.toMatchObject({ code: 'LAB_INVALID' });
  });
});
