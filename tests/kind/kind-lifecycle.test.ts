import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@podlab/apimachinery';
import { type ActionEvent, createKindEngine, type Engine, runActions } from '@podlab/clusters';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import { isKindThere, nodeImage, realKindCluster } from './kind-there.ts';

const timeoutMs = 300_000;
const clock = systemClock();
const { signal } = new AbortController();

describeNeeding(realKindCluster, isKindThere, 'the kind engine', () => {
  const clusterName = `podlab-test-${process.pid}`;
  let folder = '';
  const engineIn = (place: string): Engine =>
    createKindEngine({
      clusterName,
      kubeconfigPath: join(place, 'kubeconfig'),
      recordPath: join(place, 'kind.json'),
      namespace: 'lab',
      ownerId: `test-${process.pid}`,
      ...nodeImage(),
    });
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'podlab-kind-'));
  });
  afterAll(async () => {
    await runActions(engineIn(folder).delete(), { clock, signal });
    rmSync(folder, { recursive: true });
  }, timeoutMs);

  it(
    'leaves nothing behind when it is cancelled, whatever kind was doing',
    async () => {
      const before = traces();
      const engine = engineIn(folder);
      for (const moment of [
        'Preparing nodes',
        'Writing configuration',
        'Starting control-plane',
        'Joining worker nodes',
      ]) {
        const abort = new AbortController();
        const onEvent = (event: ActionEvent) => {
          if (event.type === 'noted' && event.detail === moment) abort.abort();
        };
        const run = runActions(engine.create({ nodes: 2 }), { clock, signal: abort.signal, onEvent });
        await expect(run).rejects.toMatchObject({ name: 'AbortError' });
        expect(traces()).toEqual(before);
        expect(readdirSync(folder)).toEqual([]);
      }
    },
    timeoutMs,
  );

  it(
    'goes through the life of a cluster, and leaves one alone that it does not know',
    async () => {
      const engine = engineIn(folder);
      const run = (actions: ReturnType<Engine['delete']>) => runActions(actions, { clock, signal });
      expect(await engine.inspect({ signal })).toBe('absent');
      await run(engine.create({ nodes: 2 }));
      expect(await engine.inspect({ signal })).toBe('ready');
      await expect(run(engine.create({ nodes: 2 }))).rejects.toMatchObject({ code: 'CLUSTER_EXISTS' });
      expect(await engine.inspect({ signal })).toBe('ready');

      const stranger = engineIn(join(folder, 'stranger'));
      for (const touch of [() => stranger.inspect({ signal }), () => run(stranger.delete())])
        await expect(touch()).rejects.toMatchObject({ code: 'CLUSTER_NOT_OURS' });

      const transport = await engine.connect({ signal });
      const patch = (path: string, body: object) =>
        transport.fetch(path, {
          method: 'PATCH',
          headers: { 'content-type': 'application/merge-patch+json' },
          body: JSON.stringify(body),
        });
      const read = async (path: string) => (await transport.fetch(path)).json();
      await run(engine.reset('lab'));
      const first = await read('/api/v1/namespaces/lab');
      const worker = `/api/v1/nodes/${clusterName}-worker`;
      await patch(worker, { spec: { unschedulable: true } });
      await run(engine.reset('lab'));
      const second = await read('/api/v1/namespaces/lab');
      expect(second.metadata.uid).not.toBe(first.metadata.uid);
      expect((await read(worker)).spec.unschedulable).toBeUndefined();

      await run(engine.loadImages(['busybox:1.37']));
      await transport.close();
      await run(engine.delete());
      expect(await engine.inspect({ signal })).toBe('absent');
      await run(engine.delete());
    },
    timeoutMs,
  );
});

/** Everything of Docker's that a cluster could leave. */
function traces(): readonly string[] {
  const list = (...args: string[]) =>
    execFileSync('docker', args, { encoding: 'utf8' }).split('\n').filter(Boolean).sort();
  return [
    ...list('ps', '--all', '--format', '{{.Names}}').filter((name) => name.includes(`podlab-test-${process.pid}`)),
    ...list('network', 'ls', '--format', '{{.Name}}'),
    ...list('volume', 'ls', '--format', '{{.Name}}'),
  ];
}
