// Makes and deletes a real three-node cluster and tells what we add around kind's and docker's own processes and the
// wait for the nodes. Needs Docker and kind; PODLAB_NODE_IMAGE as for the tests.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@podlab/apimachinery';
import { runActions } from '../src/actions/run-actions.ts';
import { createKindEngine } from '../src/kind/engine.ts';
import { type KindHost, realKindHost } from '../src/kind/kind-host.ts';

const setting = process.env['PODLAB_NODE_IMAGE'];
if (spawnSync('docker', ['version']).status === 0 && spawnSync('kind', ['version']).status === 0 && setting)
  await measure(setting);
else console.error('kind-overhead: not measured, it needs a running Docker, kind and PODLAB_NODE_IMAGE');

async function measure(image: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'podlab-bench-'));
  let programsMs = 0;
  let waitingMs = 0;
  const host: KindHost = {
    ...realKindHost,
    async run(command, options) {
      const result = await realKindHost.run(command, options);
      programsMs += result.durationMs;
      return result;
    },
  };
  const engine = createKindEngine({
    clusterName: `podlab-bench-${process.pid}`,
    kubeconfigPath: join(folder, 'kubeconfig'),
    recordPath: join(folder, 'kind.json'),
    namespace: 'default',
    ownerId: 'bench'.padEnd(32, '0'),
    host,
    ...(image === 'default' ? {} : { image }),
  });
  const options = {
    clock: systemClock(),
    signal: new AbortController().signal,
    onEvent: (event: { type: string; name: string; durationMs?: number }) => {
      if (event.type === 'finished' && event.name === 'Wait until every node is ready')
        waitingMs += event.durationMs ?? 0;
    },
  };
  const startMs = performance.now();
  await runActions(engine.create({ nodes: 3 }), options);
  const createMs = performance.now() - startMs;
  const addedMs = createMs - programsMs - waitingMs;
  await runActions(engine.delete(), options);
  rmSync(folder, { recursive: true, force: true });
  const print = (name: string, valueMs: number, budget?: number) =>
    console.log(
      JSON.stringify({ name, value: valueMs / 1000, unit: 's', ...(budget === undefined ? {} : { budget }) }),
    );
  print('kind: create three nodes, all', createMs);
  print('kind: waiting for the nodes to be Ready', waitingMs);
  print("kind: what we add around kind's own processes", addedMs, 0.5);
}
