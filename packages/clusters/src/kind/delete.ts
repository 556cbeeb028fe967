import type { Action } from '../actions/action.ts';
import type { KindCluster } from './kind-cluster.ts';
import { inspectCluster } from './ownership.ts';
import { removeNodes } from './remove-nodes.ts';

/** Deleting a cluster of ours, and every file about it. */
export function deleteActions(cluster: KindCluster): readonly Action[] {
  const { host, kubeconfigPath, recordPath } = cluster;
  return [
    {
      name: 'Check that the cluster is ours',
      run: async ({ signal }) => void (await inspectCluster(cluster, { signal })),
    },
    { name: 'Remove the nodes', run: (context) => removeNodes(cluster, context) },
    { name: 'Remove the kubeconfig', run: () => host.removeKubeconfig(kubeconfigPath) },
    { name: 'Forget the cluster', run: () => host.removeRecord(recordPath) },
  ];
}
