import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@podlab/apimachinery';
import { createKubeconfigTransport, readClusterAccess, serveCluster, writeKubeconfig } from '@podlab/clusters';
import type { KubeTransport } from '@podlab/kube-client';
import { createEmbeddedCluster, createPacer, pacedCluster } from '@podlab/simulator';

/** An embedded cluster of one control plane and two workers in real time, as another process sees it. */
export interface ServedEmbeddedCluster {
  readonly kubeconfigPath: string;
  /** Over the loopback interface, as everything that is not in this process. */
  readonly transport: KubeTransport;
  close(): Promise<void>;
}

/** @param seed where names and UIDs come from */
export async function serveEmbeddedCluster(seed: string): Promise<ServedEmbeddedCluster> {
  const clock = systemClock();
  const folder = mkdtempSync(join(tmpdir(), 'podlab-embedded-'));
  const cluster = createEmbeddedCluster({
    seed,
    startTimeMs: clock.nowMs() - bootMs,
    nodes: [
      { name: 'podlab-control-plane', role: 'control-plane' },
      { name: 'podlab-worker' },
      { name: 'podlab-worker2' },
    ],
  });
  cluster.time.runUntil(clock.nowMs());
  const pacer = createPacer(cluster, clock);
  const served = await serveCluster(pacedCluster(cluster, pacer), {
    token: `token-of-the-tests-${seed}`,
    clock,
    signal: new AbortController().signal,
  });
  const kubeconfigPath = join(folder, 'kubeconfig');
  const { url: server, certificateAuthority, token } = served;
  await writeKubeconfig(kubeconfigPath, {
    server,
    certificateAuthority,
    token,
    namespace: 'default',
    context: 'podlab',
  });
  const transport = createKubeconfigTransport(await readClusterAccess(kubeconfigPath));
  return {
    kubeconfigPath,
    transport,
    async close() {
      await transport.close();
      await served.close();
      await pacer.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Long enough for every node to be Ready. */
const bootMs = 60_000;
