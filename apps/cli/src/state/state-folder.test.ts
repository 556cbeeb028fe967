import { describe, expect, it } from 'vitest';
import { cloneKey, stateRoot } from './state-folder.ts';

describe('the state folder', () => {
  it.each([
    ['linux', {}, '/home/kim/.local/state/podlab'],
    ['linux', { XDG_STATE_HOME: '/var/kim' }, '/var/kim/podlab'],
    ['linux', { XDG_STATE_HOME: 'not/absolute' }, '/home/kim/.local/state/podlab'],
    ['darwin', {}, '/home/kim/Library/Application Support/Podlab'],
    ['linux', { PODLAB_HOME: '/tmp/elsewhere' }, '/tmp/elsewhere'],
  ] as const)('on %s with %o is %s', (platform, env, expected) => {
    expect(stateRoot({ platform, env, homeDir: '/home/kim' })).toBe(expected);
  });

  it('on Windows is in LOCALAPPDATA', () => {
    const env = { LOCALAPPDATA: 'C:\\Users\\kim\\AppData\\Local' };
    expect(stateRoot({ platform: 'win32', env, homeDir: 'C:\\Users\\kim' })).toBe(
      'C:\\Users\\kim\\AppData\\Local\\Podlab',
    );
  });

  it('is what --home says, whatever PODLAB_HOME says', () => {
    expect(stateRoot({ platform: 'linux', env: { PODLAB_HOME: '/a' }, homeDir: '/home/kim' }, '/b')).toBe('/b');
  });

  it('keeps two clones and two users apart', () => {
    const keys = [cloneKey('/clone/a', '1000'), cloneKey('/clone/b', '1000'), cloneKey('/clone/a', '1001')];
    expect(new Set(keys).size).toBe(3);
    expect(cloneKey('/clone/a', '1000')).toBe(keys[0]);
  });
});
