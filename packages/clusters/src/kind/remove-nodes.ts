import type { ActionContext } from '../actions/action.ts';
import { poll } from '../actions/poll.ts';
import { ClusterError } from '../errors.ts';
import { type KindCluster, listNodeContainers, scratchKubeconfigPath } from './kind-cluster.ts';

/**
 * Deletes the cluster's containers with their volumes, and looks until none is left: a `docker run` that was cut off may
 * still become a container a moment later.
 * @throws ClusterError CLUSTER_NOT_READY when containers stay
 */
export async function removeNodes(cluster: KindCluster, { clock, signal }: ActionContext): Promise<void> {
  const scratch = scratchKubeconfigPath(cluster);
  let seenNone = 0;
  await poll(
    async () => {
      const left = await listNodeContainers(cluster, { signal });
      if (left.length === 0) seenNone += 1;
      else {
        seenNone = 0;
        const argv = ['kind', 'delete', 'cluster', '--name', cluster.name, '--kubeconfig', scratch] as const;
        await cluster.host.run({ argv: [...argv] }, { signal });
      }
      return left;
    },
    {
      clock,
      signal,
      intervalMs: 250,
      timeoutMs: 60_000,
      until: () => seenNone >= 2,
      onTimeout: (left) =>
        new ClusterError(
          'CLUSTER_NOT_READY',
          `these containers could not be removed: ${left.map(({ name }) => name).join(', ')}; ` +
            `try \`kind delete cluster --name ${cluster.name}\` once Docker answers again`,
        ),
    },
  );
  await cluster.host.removeScratchKubeconfig(scratch);
}
