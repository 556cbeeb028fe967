import { systemClock } from '@podlab/apimachinery';
import { createKubeClient, type KubeTransport } from '@podlab/kube-client';
import type { ActionEvent } from '../actions/action.ts';
import { runActions } from '../actions/run-actions.ts';
import type { Engine } from '../engine.ts';
import type { OpenedCluster } from '../opened-cluster.ts';

export interface OpenKindOptions {
  readonly engine: Engine;
  /** The kubeconfig that the engine writes. */
  readonly kubeconfig: string;
  /** Nodes in all: one control plane, the rest workers. */
  readonly nodes: number;
  readonly images: readonly string[];
  /** Whether something goes on in the cluster; else every node is made schedulable again. */
  readonly resumed: boolean;
  readonly onEvent: (event: ActionEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * Takes up a kind cluster, or makes it; one that does not run any more is made anew.
 * @throws ClusterError from the engine's actions; what they had made is taken back
 */
export async function openKind(options: OpenKindOptions): Promise<OpenedCluster> {
  const { engine, nodes, images, resumed, onEvent, signal, kubeconfig } = options;
  const clock = systemClock();
  const run = (actions: Parameters<typeof runActions>[0]) => runActions(actions, { clock, signal, onEvent });
  const state = await engine.inspect({ signal });
  if (state === 'stopped') await run(engine.delete());
  if (state !== 'ready') await run(engine.create({ nodes }));
  if (!resumed || state !== 'ready') await run(engine.loadImages(images));
  const transport = await engine.connect({ signal });
  try {
    if (!resumed) await uncordonNodes(transport, signal);
  } catch (error) {
    await transport.close();
    throw error;
  }
  return {
    engine: 'kind',
    transport,
    clock,
    kubeconfig,
    settle: async () => undefined,
    fastForward: undefined,
    close: () => transport.close(),
  };
}

/** What begins anew begins with every node as it was. */
async function uncordonNodes(transport: KubeTransport, signal: AbortSignal): Promise<void> {
  const client = createKubeClient(transport);
  const { items } = await client.list('nodes', {}, { signal });
  for (const node of items.filter(({ spec }) => spec?.unschedulable)) {
    const patch = { type: 'merge', body: { spec: { unschedulable: null } } } as const;
    await client.patch('nodes', { name: node.metadata.name }, patch, { signal });
  }
}
