import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '@podlab/clusters';
import { parseDocument } from 'yaml';
import type { KubeTransport } from '@podlab/kube-client';
import { runOurs } from './run-ours.ts';

/** An embedded cluster that both kubectls reach: ours in this process, the stock one over loopback. */
export interface Stage {
  readonly transport: KubeTransport;
  /** Where the API is served, such as `https://127.0.0.1:6443`. */
  readonly server: string;
  /** A kubeconfig whose context has that namespace. */
  kubeconfigFor(namespace: string): string;
  close(): Promise<void>;
}

/** How long a reading stage has been standing: ages are whole minutes then, which seldom change between two runs. */
const settledSeconds = 20 * 60;

/** A cluster with all that is in stage.yaml, settled. */
export async function openReadingStage(): Promise<Stage> {
  const { stage, fastForward } = await open('parity-reading', 1);
  const { code, stderr } = await runOurs(
    ['apply', '-f', join(import.meta.dirname, 'stage.yaml')],
    { run: 'kubectl apply -f stage.yaml' },
    { folder: '.', kubeconfigPath: '', server: '', namespace: 'default', transport: stage.transport },
  );
  if (code !== 0) throw new Error(`stage.yaml was refused: ${stderr}`);
  await fastForward(settledSeconds);
  return stage;
}

/** An empty cluster whose time runs quickly, so that waiting takes little. */
export async function openChangingStage(): Promise<Stage> {
  return (await open('parity-changing', 10)).stage;
}

async function open(
  seed: string,
  rate: number,
): Promise<{ stage: Stage; fastForward: (seconds: number) => Promise<void> }> {
  const { signal } = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'podlab-parity-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const cluster = await openEmbedded({
    nodes: 3,
    seed,
    startTimeMs: Date.now(),
    journal: undefined,
    kubeconfig,
    context: 'podlab',
    namespace: 'default',
    token: `token-of-the-tests-${seed}`,
    rate,
    signal,
  });
  await cluster.settle();
  // Without the mark that Podlab leaves in its kubeconfigs: `config view` would show it.
  const document = parseDocument(readFileSync(kubeconfig, 'utf8'));
  document.deleteIn(['contexts', 0, 'context', 'extensions']);
  return {
    stage: {
      transport: cluster.transport,
      server: `https://127.0.0.1:${cluster.port}`,
      kubeconfigFor(namespace) {
        const path = join(folder, namespace);
        // Written once: another command may be reading it.
        if (existsSync(path)) return path;
        document.setIn(['contexts', 0, 'context', 'namespace'], namespace);
        writeFileSync(path, document.toString());
        return path;
      },
      async close() {
        await cluster.close();
        rmSync(folder, { recursive: true });
      },
    },
    fastForward: async (seconds) => cluster.fastForward?.(seconds, { signal }),
  };
}
