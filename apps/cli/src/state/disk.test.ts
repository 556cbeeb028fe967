import { closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CliError } from '../errors.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { diskError, keepAside, readText, told, writeAtomically, writeWhole } from './disk.ts';

describe('writing atomically', () => {
  it('replaces the file, and leaves nothing beside it', () => {
    const folder = join(tempFolder(), 'new');
    const path = join(folder, 'file');
    writeAtomically(path, 'one');
    writeAtomically(path, 'two');
    expect(readText(path)).toBe('two');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it.skipIf(process.platform === 'win32')('makes files for their owner alone', () => {
    const path = join(tempFolder(), 'file');
    writeAtomically(path, 'secret');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('says that a file is where a folder should be', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'state'), '');
    expect(() => writeAtomically(join(folder, 'state', 'file'), 'x')).toThrow(/a file is where a folder should be/);
  });

  it('leaves what was there when the target cannot be replaced', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'file'));
    expect(() => writeAtomically(join(folder, 'file'), 'x')).toThrow(/EISDIR|EPERM|may not write/);
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('a failure of the disk', () => {
  it.each([
    ['ENOSPC', 'NO_SPACE', 'no space left', 'Free some space'],
    ['EDQUOT', 'NO_SPACE', 'no space left', 'Free some space'],
    ['EACCES', 'STATE_UNUSABLE', 'may not write', 'PODLAB_HOME'],
    ['EROFS', 'STATE_UNUSABLE', 'may not write', 'PODLAB_HOME'],
  ])('%s is told as %s with a next step', (code, expected, message, next) => {
    const error = diskError('/state/file', Object.assign(new Error('system'), { code }));
    expect(error).toBeInstanceOf(CliError);
    expect(error).toMatchObject({
      code: expected,
      exitCode: 3,
      message: expect.stringContaining(message),
      next: expect.stringContaining(next),
    });
  });
});

describe('a full disk', () => {
  it.runIf(existsSync('/dev/full'))('is told when a write fails', () => {
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    expect(() => told('/state/journal.jsonl', () => writeWhole(full, Buffer.from('entry\n')))).toThrow(
      'There is no space left on the disk for /state/journal.jsonl.',
    );
  });
});

describe('keeping a file aside', () => {
  it('never overwrites what was kept before', () => {
    const folder = tempFolder();
    const path = join(folder, 'journal.jsonl');
    for (const text of ['one', 'two', 'three']) {
      writeFileSync(path, text);
      keepAside(path, 0);
    }
    expect(readdirSync(folder)).toHaveLength(3);
  });
});
