import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { pod } from './manifests.ts';
import { describeForEachClient } from './suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'podlab-cp-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every byte there is, many times: what is taken for text anywhere on the way comes out wrong. */
const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) & 0xff);

describeForEachClient(
  'cp',
  ({ client, kubectl }) => {
    const local = (...names: string[]) => join(folder, client.minor, ...names);

    it('copies a file into a container and out of it again', async () => {
      mkdirSync(local(), { recursive: true });
      writeFileSync(local('data'), bytes);
      await kubectl().ok(['cp', local('data'), 'box:/tmp/data']);
      const sum = createHash('sha256').update(bytes).digest('hex');
      expect(await kubectl().ok('exec box -- sha256sum /tmp/data')).toBe(`${sum}  /tmp/data\n`);
      await kubectl().ok(['cp', 'box:/tmp/data', local('back')]);
      expect(readFileSync(local('back')).equals(bytes)).toBe(true);
    });

    it('copies a folder with what is in it, both ways', async () => {
      mkdirSync(local('site', 'deep'), { recursive: true });
      writeFileSync(local('site', 'index.html'), 'hello\n');
      writeFileSync(local('site', 'deep', 'empty'), '');
      await kubectl().ok(['cp', local('site'), 'box:/srv']);
      expect(await kubectl().ok(['exec', 'box', '--', 'sh', '-c', 'cd /srv && find . -type f | sort'])).toBe(
        './deep/empty\n./index.html\n',
      );
      await kubectl().ok(['cp', 'box:/srv', local('again')]);
      expect(readFileSync(local('again', 'index.html'), 'utf8')).toBe('hello\n');
      expect(readFileSync(local('again', 'deep', 'empty'), 'utf8')).toBe('');
    });
  },
  {
    async prepare(kubectl) {
      await kubectl.ok('create -f -', { stdin: pod('box', 'while :; do sleep 1; done') });
      await kubectl.ok('wait pod/box --for=condition=Ready --timeout=60s');
    },
  },
);
