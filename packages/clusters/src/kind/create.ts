import { stringify } from 'yaml';
import type { Action } from '../actions/action.ts';
import { poll } from '../actions/poll.ts';
import type { ClusterSpec } from '../engine.ts';
import { ClusterError } from '../errors.ts';
import { type KindCluster, listNodeContainers, scratchKubeconfigPath } from './kind-cluster.ts';
import { inspectCluster, markCluster } from './ownership.ts';
import { removeNodes } from './remove-nodes.ts';
import { requestJson } from './request-json.ts';

/** Creating a cluster, from nothing to all nodes ready. */
export function createActions(cluster: KindCluster, spec: ClusterSpec, ownerId: string): readonly Action[] {
  return [
    checkNameIsFree(cluster),
    noteCreation(cluster, ownerId),
    makeNodes(cluster, spec),
    writeKubeconfig(cluster),
    waitForNodes(cluster, spec),
    markAsOurs(cluster, ownerId),
  ];
}

function checkNameIsFree(cluster: KindCluster): Action {
  return {
    name: 'Check that the name is free',
    async run(context) {
      await cluster.host.refuseForeignKubeconfig(cluster.kubeconfigPath);
      const state = await inspectCluster(cluster, context);
      if (state === 'ready' || state === 'stopped')
        throw new ClusterError(
          'CLUSTER_EXISTS',
          `the kind cluster "${cluster.name}" is there already: delete it first`,
        );
      if (state === 'absent') return;
      context.note('removing what an interrupted creation left');
      await removeNodes(cluster, context);
    },
  };
}

function noteCreation(cluster: KindCluster, ownerId: string): Action {
  return {
    name: 'Note down that the cluster is ours',
    run: () =>
      cluster.host.writeRecord(cluster.recordPath, {
        formatVersion: 1,
        clusterName: cluster.name,
        ownerId,
        state: 'creating',
        containerIds: [],
      }),
    async undo({ signal }) {
      // What could not be removed stays ours, so that it can be removed later.
      const left = await listNodeContainers(cluster, { signal });
      if (left.length === 0) await cluster.host.removeRecord(cluster.recordPath);
    },
  };
}

function makeNodes(cluster: KindCluster, spec: ClusterSpec): Action {
  const { host, name, image } = cluster;
  let networkWasThere = true;
  return {
    name: 'Make the nodes and start Kubernetes',
    async run({ signal, note }) {
      networkWasThere = await hasKindNetwork(cluster, signal);
      const argv = ['kind', 'create', 'cluster', '--name', name, ...(image ? ['--image', image] : [])];
      const rest = ['--kubeconfig', scratchKubeconfigPath(cluster), '--wait', '180s', '--config', '-'];
      await host.run(
        {
          argv: [...argv, ...rest] as [string, ...string[]],
          stdin: formatConfig(spec),
          onProgressLine: (line) => {
            // kind announces each part of its work with a bullet, and says when it is done with a tick.
            const part = /^ • (.*?)\s*\.\.\.$/.exec(line.trimEnd())?.[1];
            if (part) note(part.replaceAll(/[^\p{ASCII}≤]/gu, '').trim());
          },
        },
        { signal },
      );
    },
    async undo(context) {
      await removeNodes(cluster, context);
      if (!networkWasThere) await removeKindNetwork(cluster, context.signal);
    },
  };
}

function writeKubeconfig(cluster: KindCluster): Action {
  const { host, name, namespace, kubeconfigPath } = cluster;
  return {
    name: 'Write the kubeconfig',
    run: () => host.adoptKubeconfig(scratchKubeconfigPath(cluster), kubeconfigPath, { context: name, namespace }),
    undo: () => host.removeKubeconfig(kubeconfigPath),
  };
}

function waitForNodes(cluster: KindCluster, spec: ClusterSpec): Action {
  return {
    name: 'Wait until every node is ready',
    async run({ clock, signal }) {
      const transport = await cluster.host.connect(cluster.kubeconfigPath);
      try {
        await poll(async () => requestJson(transport, { path: '/api/v1/nodes', signal }), {
          clock,
          signal,
          intervalMs: 250,
          timeoutMs: 120_000,
          until: (nodes) => countReady(nodes) === spec.nodes,
          onTimeout: (nodes) =>
            new ClusterError(
              'CLUSTER_NOT_READY',
              `${countReady(nodes)} of ${spec.nodes} nodes are ready after 2 minutes; ` +
                'the machine may be short of memory or inotify instances: see `lab doctor`',
            ),
        });
      } finally {
        await transport.close();
      }
    },
  };
}

function markAsOurs(cluster: KindCluster, ownerId: string): Action {
  return {
    name: 'Mark the cluster as ours',
    async run({ signal }) {
      const transport = await cluster.host.connect(cluster.kubeconfigPath);
      try {
        await markCluster(transport, ownerId, { signal });
      } finally {
        await transport.close();
      }
      const containers = await listNodeContainers(cluster, { signal });
      await cluster.host.writeRecord(cluster.recordPath, {
        formatVersion: 1,
        clusterName: cluster.name,
        ownerId,
        state: 'ready',
        containerIds: containers.map(({ id }) => id).sort(),
      });
    },
  };
}

/** kind's configuration: one control plane, the rest workers. */
function formatConfig({ nodes }: ClusterSpec): string {
  const roles = Array.from({ length: nodes }, (_, index) => ({ role: index === 0 ? 'control-plane' : 'worker' }));
  return stringify({ kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', nodes: roles });
}

interface NodeConditions {
  readonly items?: readonly {
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

function countReady(nodes: unknown): number {
  const { items = [] } = nodes as NodeConditions;
  return items.filter((node) => node.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True')).length;
}

/** All kind clusters share one network, which kind makes when it is missing and never removes. */
async function hasKindNetwork({ host }: KindCluster, signal: AbortSignal): Promise<boolean> {
  const argv = ['docker', 'network', 'ls', '--filter', 'name=^kind$', '--format', '{{.Name}}'] as const;
  const { stdout } = await host.run({ argv: [...argv] }, { signal });
  return stdout.trim() !== '';
}

async function removeKindNetwork(cluster: KindCluster, signal: AbortSignal): Promise<void> {
  if (!(await hasKindNetwork(cluster, signal))) return;
  const argv = ['docker', 'network', 'inspect', 'kind', '--format', '{{len .Containers}}'] as const;
  const { stdout } = await cluster.host.run({ argv: [...argv] }, { signal });
  // Another cluster came to use it meanwhile.
  if (stdout.trim() !== '0') return;
  await cluster.host.run({ argv: ['docker', 'network', 'rm', 'kind'] }, { signal });
}
