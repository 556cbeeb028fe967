import { createRandom } from '@podlab/apimachinery';
import { createKernel, type Volume } from '@podlab/shell';
import { describe, expect, it } from 'vitest';
import { TestTimers } from '../../apiserver/testing/test-timers.ts';
import { makeSubPath, subPathOf } from './sub-path.ts';

const at = { name: 'd', mountPath: '/d' };

describe('the part of a volume that is mounted', () => {
  const env = { POD: 'web-0', EMPTY: '' };

  it.each([
    ['all of it', {}, ''],
    ['as the manifest says', { subPath: 'a/$(POD)' }, 'a/$(POD)'],
    ['with variables', { subPathExpr: 'logs/$(POD)' }, 'logs/web-0'],
    ['with a name that is escaped', { subPathExpr: '$$(POD)' }, '$(POD)'],
  ])('is %s', (_about, mount, expected) => {
    expect(subPathOf({ ...at, ...mount }, env)).toBe(expected);
  });

  it.each([
    ['$(NOPE)/$(ALSO)', {}, 'missing value for ALSO, NOPE'],
    ['$(EMPTY)', {}, 'missing value for EMPTY'],
    ['$(UP)', { UP: '../../..' }, "unable to provision SubPath `../../..`: must not contain '..'"],
    ['$(ROOT)', { ROOT: '/etc' }, 'error SubPath `/etc` must not be an absolute path'],
  ])('%s with %j fails', (subPathExpr, more, message) => {
    expect(() => subPathOf({ ...at, subPathExpr }, { ...env, ...more })).toThrow(message);
  });
});

/** As `ls -ld` on a real cluster showed them. */
describe('a directory made for a mount', () => {
  const made = (attributes: Parameters<Volume['setAttributes']>[1]) => {
    const files = createKernel({ timers: new TestTimers(0), random: createRandom('s') }).createVolume();
    files.writeFile('one', '1');
    files.setAttributes('', attributes);
    makeSubPath(files, 'a/b', { volume: 'd', container: 'c' });
    const { mode, uid, gid } = files.attributesOf('a');
    expect(files.attributesOf('a/b')).toEqual({ mode, uid, gid });
    return { files, shown: `${mode.toString(8)} ${uid}:${gid}` };
  };

  it.each([
    [{ mode: 0o777 }, '777 0:0'],
    [{ mode: 0o2777, gid: 2000 }, '2777 0:2000'],
    [{ mode: 0o755, uid: 5, gid: 6 }, '755 0:0'],
    [{ mode: 0o1777 }, '777 0:0'],
  ])('in one of %j is %s', (attributes, expected) => {
    expect(made(attributes).shown).toBe(expected);
  });

  it('is not made below a file', () => {
    const { files } = made({ mode: 0o777 });
    expect(() => makeSubPath(files, 'one/two', { volume: 'd', container: 'c' })).toThrow(
      'failed to prepare subPath for volumeMount "d" of container "c"',
    );
  });
});
