import { describe, expect, it } from 'vitest';
import { checkHostPath, type HostPathVerdict } from './host-path.ts';

const directory: HostPathVerdict = { mount: 'directory', isMadeFirst: false };
const newDirectory: HostPathVerdict = { mount: 'directory', isMadeFirst: true };
const isNot = (what: string): HostPathVerdict => ({ fault: `hostPath type check failed: /x is not a ${what}` });

describe('a hostPath volume', () => {
  it.each([
    ['', undefined, newDirectory],
    ['', 'directory', directory],
    ['', 'file', { mount: 'file', isMadeFirst: false }],
    ['Directory', undefined, isNot('directory')],
    ['Directory', 'directory', directory],
    ['Directory', 'file', isNot('directory')],
    ['DirectoryOrCreate', undefined, newDirectory],
    ['DirectoryOrCreate', 'file', isNot('directory')],
    ['File', undefined, isNot('file')],
    ['File', 'file', { mount: 'file', isMadeFirst: false }],
    ['FileOrCreate', undefined, { mount: 'file', isMadeFirst: true }],
    ['FileOrCreate', 'directory', isNot('file')],
    ['Socket', 'file', isNot('socket file')],
  ] as const)('of type "%s" where there is %s', (type, found, expected) => {
    expect(checkHostPath('/x', type, found)).toEqual(expected);
  });
});
