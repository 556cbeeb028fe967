import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseClusterAccess, readClusterAccess } from './read.ts';
import { removeKubeconfig, writeKubeconfig } from './write.ts';

const access = {
  server: 'https://127.0.0.1:40123',
  certificateAuthority: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  token: 'a-token-for-tests-only',
  namespace: 'replaced-not-restarted',
  context: 'podlab-replaced-not-restarted',
};
const foreign = 'apiVersion: v1\nkind: Config\nclusters: []\ncontexts: [{name: work, context: {cluster: work}}]\n';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'podlab-kubeconfig-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeKubeconfig', () => {
  it('writes what readClusterAccess reads, for this user alone, and nothing beside it', async () => {
    const path = join(folder, 'made', 'kubeconfig');
    await writeKubeconfig(path, access);
    expect(await readClusterAccess(path)).toEqual(access);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'made'))).toEqual(['kubeconfig']);
  });

  it('keeps a client certificate and key', async () => {
    const path = join(folder, 'kubeconfig');
    const { token: _token, ...rest } = access;
    const certified = { ...rest, clientCertificate: 'CERTIFICATE', clientKey: 'KEY' };
    await writeKubeconfig(path, certified);
    expect(await readClusterAccess(path)).toEqual(certified);
  });

  it('replaces its own file, also after kubectl rewrote it', async () => {
    const path = join(folder, 'kubeconfig');
    await writeKubeconfig(path, access);
    const rewritten = (await readFile(path, 'utf8')).replace('namespace: replaced-not-restarted', 'namespace: other');
    await writeFile(path, `# a comment that kubectl would drop\n${rewritten}`);
    await writeKubeconfig(path, { ...access, token: 'the-second-token-of-tests' });
    expect((await readClusterAccess(path)).token).toBe('the-second-token-of-tests');
  });

  it.each([
    ['another kubeconfig', foreign],
    ['no kubeconfig', 'dear diary'],
    ['no YAML', '{'],
  ])('leaves a file alone that is %s', async (_what, content) => {
    const path = join(folder, 'theirs');
    await writeFile(path, content);
    for (const touch of [() => writeKubeconfig(path, access), () => removeKubeconfig(path)])
      await expect(touch()).rejects.toMatchObject({
        code: 'KUBECONFIG_NOT_OURS',
        message: expect.stringContaining(path),
      });
    expect(await readFile(path, 'utf8')).toBe(content);
    expect(await readdir(folder)).toEqual(['theirs']);
  });

  it('leaves nothing behind when it cannot write', async () => {
    const path = join(folder, 'kubeconfig');
    await mkdir(path);
    await expect(writeKubeconfig(path, access)).rejects.toThrow('EISDIR');
    expect(await readdir(folder)).toEqual(['kubeconfig']);
  });
});

describe('removeKubeconfig', () => {
  it('removes our file and its lock, and is content when there is none', async () => {
    const path = join(folder, 'kubeconfig');
    await writeKubeconfig(path, access);
    await writeFile(`${path}.lock`, '');
    await removeKubeconfig(path);
    await removeKubeconfig(path);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('parseClusterAccess', () => {
  it.each([
    ['{', 'it is not YAML'],
    ['[]', 'it is not a map'],
    ['clusters: []', 'its `current-context` names no context'],
    [`current-context: work\n${foreign}`, 'context "work" names no cluster'],
  ])('says what is wrong with %j', (text, why) => {
    expect(() => parseClusterAccess(text, '~/.kube/config')).toThrow(
      `the kubeconfig ~/.kube/config cannot be used: ${why}`,
    );
  });
});
