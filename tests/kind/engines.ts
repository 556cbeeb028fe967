import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@podlab/apimachinery';
import { createKindEngine, runActions } from '@podlab/clusters';
import type { KubeTransport } from '@podlab/kube-client';
import { nodeImage } from './kind-there.ts';

/** A cluster that a suite may do anything to. */
export interface OpenedEngine {
  readonly transport: KubeTransport;
  close(): Promise<void>;
}

/** Makes a real cluster of two nodes, through our engine. */
export async function openKind(purpose: string): Promise<OpenedEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'podlab-kind-'));
  const engine = createKindEngine({
    clusterName: `podlab-${purpose}-${process.pid}`,
    kubeconfigPath: join(folder, 'kubeconfig'),
    recordPath: join(folder, 'kind.json'),
    namespace: 'default',
    ownerId: `${purpose}-${process.pid}`,
    ...nodeImage(),
  });
  const clock = systemClock();
  const { signal } = new AbortController();
  await runActions(engine.create({ nodes: 2 }), { clock, signal });
  const transport = await engine.connect({ signal });
  return {
    transport,
    async close() {
      await transport.close();
      await runActions(engine.delete(), { clock, signal });
      rmSync(folder, { recursive: true });
    },
  };
}
