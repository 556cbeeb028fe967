import { describe, expect, it } from 'vitest';
import type { Volume } from 'kubernetes-types/core/v1';
import { projectedFileAttributes, type VolumeOwner, volumeOwnerOf, volumeRootAttributes } from './file-attributes.ts';

const nobody: VolumeOwner = { group: undefined, user: undefined };
const team: VolumeOwner = { group: 2000, user: 1000 };
const configMap: Volume = {
  name: 'cm',
  configMap: { name: 'cm', defaultMode: 0o400, items: [{ key: 'run', path: 'bin/run.sh', mode: 0o755 }] },
};
const token: Volume = {
  name: 't',
  projected: { defaultMode: 0o644, sources: [{ serviceAccountToken: { path: 'token' } }] },
};

/** As `ls -l` on a real cluster showed them. */
describe('files of volumes from the API', () => {
  it.each([
    ['have the mode of their volume', configMap, 'a', nobody, '400 0:0'],
    ['have the mode of their item', configMap, 'bin/run.sh', nobody, '755 0:0'],
    ['can be read by members of fsGroup', configMap, 'a', team, '440 0:2000'],
    ['keep the mode of their item with an fsGroup', configMap, 'bin/run.sh', team, '755 0:2000'],
    ['are 0644 when nothing is said', { name: 's', secret: { secretName: 's' } }, 'k', nobody, '644 0:0'],
    ['include a token that everybody reads in a Pod of root', token, 'token', nobody, '644 0:0'],
    [
      'include a token that belongs to the user of the Pod',
      token,
      'token',
      { ...team, group: undefined },
      '600 1000:0',
    ],
    ['include a token that fsGroup may read', token, 'token', team, '640 1000:2000'],
  ])('%s', (_about, volume, path, owner, expected) => {
    const { mode, uid, gid } = projectedFileAttributes(volume, path, owner);
    expect(`${mode.toString(8)} ${uid}:${gid}`).toBe(expected);
  });
});

it.each([
  [false, nobody, 0o777],
  [true, nobody, 0o1777],
  [false, team, 0o2777],
  [true, team, 0o3777],
])('a volume’s own directory, in memory %s, has its mode', (isInMemory, owner, mode) => {
  expect(volumeRootAttributes(isInMemory, owner).mode).toBe(mode);
});

it('a Pod has one user only when all its containers run as that', () => {
  const as = (...users: (number | undefined)[]) =>
    volumeOwnerOf({
      securityContext: { runAsUser: 1 },
      containers: users.map((runAsUser, index) => ({
        name: `c${index}`,
        ...(runAsUser !== undefined && { securityContext: { runAsUser } }),
      })),
    }).user;
  expect([as(undefined, 1), as(1, 2)]).toEqual([1, undefined]);
});
