import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeconfigTransport, openEmbedded, readClusterAccess } from '@podlab/clusters';
import type { KubeTransport } from '@podlab/kube-client';

/** An embedded cluster of one control plane and two workers in real time, as another process sees it. */
export interface ServedEmbeddedCluster {
  readonly kubeconfigPath: string;
  /** Over the loopback interface, as everything that is not in this process. */
  readonly transport: KubeTransport;
  /** Lets time pass as fast as it can be computed. */
  fastForward(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** @param seed where names and UIDs come from */
export async function serveEmbeddedCluster(seed: string): Promise<ServedEmbeddedCluster> {
  const { signal } = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'podlab-embedded-'));
  const kubeconfigPath = join(folder, 'kubeconfig');
  const cluster = await openEmbedded({
    nodes: 3,
    seed,
    startTimeMs: Date.now(),
    journal: undefined,
    kubeconfig: kubeconfigPath,
    context: 'podlab',
    namespace: 'default',
    token: `token-of-the-tests-${seed}`,
    signal,
  });
  await cluster.settle();
  const transport = createKubeconfigTransport(await readClusterAccess(kubeconfigPath));
  return {
    kubeconfigPath,
    transport,
    async fastForward(seconds) {
      await cluster.fastForward?.(seconds, { signal });
    },
    async close() {
      await transport.close();
      await cluster.close();
      rmSync(folder, { recursive: true });
    },
  };
}
