import type { KubeTransport } from '@podlab/kube-client';
import type { Action, ActionContext } from '../actions/action.ts';
import { poll } from '../actions/poll.ts';
import { ClusterError } from '../errors.ts';
import type { KindCluster } from './kind-cluster.ts';
import { refuseForeignCluster } from './ownership.ts';
import { requestJson } from './request-json.ts';

/** Making one namespace anew, in a cluster of ours. */
export function resetActions(cluster: KindCluster, namespace: string): readonly Action[] {
  const withTransport =
    (use: (transport: KubeTransport, context: ActionContext) => Promise<void>) => async (context: ActionContext) => {
      const transport = await cluster.host.connect(cluster.kubeconfigPath);
      try {
        await use(transport, context);
      } finally {
        await transport.close();
      }
    };
  return [
    {
      name: 'Check that the cluster is ours',
      run: withTransport((transport, { signal }) => refuseForeignCluster(cluster, transport, { signal })),
    },
    { name: 'Make every node schedulable', run: withTransport(uncordonNodes) },
    {
      name: `Delete the namespace ${namespace}`,
      run: withTransport((transport, context) => deleteNamespace(transport, namespace, context)),
    },
    {
      name: `Create the namespace ${namespace}`,
      run: withTransport(async (transport, { signal }) => {
        const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
        await requestJson(transport, { method: 'POST', path: '/api/v1/namespaces', body, signal });
      }),
    },
  ];
}

async function uncordonNodes(transport: KubeTransport, { signal, note }: ActionContext): Promise<void> {
  const nodes = (await requestJson(transport, { path: '/api/v1/nodes', signal })) as {
    items: { metadata: { name: string }; spec?: { unschedulable?: boolean } }[];
  };
  for (const { metadata, spec } of nodes.items) {
    if (!spec?.unschedulable) continue;
    note(metadata.name);
    const path = `/api/v1/nodes/${metadata.name}`;
    await requestJson(transport, { method: 'PATCH', path, body: { spec: { unschedulable: null } }, signal });
  }
}

async function deleteNamespace(transport: KubeTransport, name: string, context: ActionContext): Promise<void> {
  const { clock, signal } = context;
  const path = `/api/v1/namespaces/${name}`;
  const deleted = await requestJson(transport, { method: 'DELETE', path, accept: [404], signal });
  if (isNotFound(deleted)) return;
  // Nobody waits for the last words of a lab's Pods: what is on its way out need not take its whole grace period.
  const pods = `${path}/pods?gracePeriodSeconds=1`;
  await requestJson(transport, { method: 'DELETE', path: pods, accept: [404], signal });
  await poll(async () => requestJson(transport, { path, accept: [404], signal }), {
    clock,
    signal,
    intervalMs: 250,
    timeoutMs: 120_000,
    until: isNotFound,
    onTimeout: (last) =>
      new ClusterError('CLUSTER_NOT_READY', `the namespace ${name} is not gone after 2 minutes${whyNot(last)}`),
  });
}

function isNotFound(answer: unknown): boolean {
  const { kind, code } = answer as { kind?: string; code?: number };
  return kind === 'Status' && code === 404;
}

function whyNot(namespace: unknown): string {
  const { status } = namespace as { status?: { conditions?: { status: string; message?: string }[] } };
  const reasons = (status?.conditions ?? []).filter((c) => c.status === 'True').map((c) => c.message ?? '');
  return reasons.length > 0 ? `: ${reasons.join('; ')}` : '';
}
