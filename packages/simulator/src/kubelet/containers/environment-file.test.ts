import { encodeUtf8 } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { fileKeyValue, findVariable } from './environment-file.ts';
import type { StoredPod } from '../pod-types.ts';

describe('findVariable', () => {
  it.each([
    ['a value', "A='1'\nB='2'\n", 'B', '2'],
    ['the first of two', "A='1'\nA='2'\n", 'A', '1'],
    ['blanks before, and a comment after', "# about\n\n \tA='x y' # why\n", 'A', 'x y'],
    ['lines of a value', "A='one\n two'\nB='3'", 'A', 'one\n two'],
    ['a sign in a value', "A='a=b'", 'A', 'a=b'],
    ['one that is not there', "A='1'", 'B', ''],
    ['one that nothing is assigned to', "A= '1'\nB='2'", 'A', ''],
    ['one after that', "A= '1'\nB='2'", 'B', '2'],
    ['no value without quotes', 'A=1', 'A', undefined],
    ['none in double quotes', 'A="1"', 'A', undefined],
    ['no name with a blank', "A ='1'", 'A', undefined],
    ['no line without a sign', "A\nB='1'", 'B', undefined],
    ['no name that is empty', "='1'", 'A', undefined],
    ['nothing after a quote that is open', "A='1\nB=2", 'A', undefined],
    ['nothing that goes on after the quote', "A='1'2", 'A', undefined],
    ['what comes before a fault', "A='1'\nfault", 'A', '1'],
  ])('finds %s', (_what, text, key, value) => {
    expect(findVariable(text, key)).toBe(value);
  });
});

describe('fileKeyValue', () => {
  const pod = {
    metadata: { name: 'web', uid: 'u' },
    spec: { initContainers: [{ name: 'i', volumeMounts: [{ name: 'e', mountPath: '/e' }] }], containers: [] },
  } as unknown as StoredPod;
  const files: Record<string, string> = { 'c.env': "DB='pg'\n", bad: 'DB' };
  const read = (_volume: string, path: string) => {
    const text = files[path];
    return text === undefined ? undefined : encodeUtf8(text);
  };
  const valueOf = (ref: object) =>
    fileKeyValue({ volumeName: 'e', path: 'c.env', key: 'DB', ...ref }, { pod }, read) ?? 'none';

  it('is what the file says, or nothing when it may be missing', () => {
    expect(valueOf({})).toBe('pg');
    expect(valueOf({ key: 'NO', optional: true })).toBe('none');
  });

  it.each([
    [{ volumeName: 'other' }, 'cannot find the volume "other" referenced by FileKeyRef'],
    [{ path: 'nosuch', optional: true }, "couldn't parse env file"],
    [{ path: 'bad' }, "couldn't parse env file"],
    [
      { key: 'NO' },
      'environment variable key "NO" not found in file "/var/lib/kubelet/pods/u/volumes/kubernetes.io~empty-dir/e/c.env"',
    ],
  ])('fails with the words of the kubelet: %j', (ref, message) => {
    expect(() => valueOf(ref)).toThrow(message);
  });
});
