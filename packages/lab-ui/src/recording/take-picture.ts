import type { Clock, Stored } from '@podlab/apimachinery';
import type { BuiltInName, KubeClient } from '@podlab/kube-client';
import type { ClusterPicture } from '../picture/cluster-picture.ts';
import { pictureCluster } from '../picture/picture-cluster.ts';

const drawn: readonly BuiltInName[] = [
  'nodes',
  'pods',
  'replicasets',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'services',
  'endpointslices',
];

/** The nodes of a cluster with what is in one namespace, now. @throws the signal's reason when aborted */
export async function takePicture(
  client: KubeClient,
  namespace: string,
  { clock, signal }: { readonly clock: Pick<Clock, 'nowMs'>; readonly signal: AbortSignal },
): Promise<ClusterPicture> {
  const lists = await Promise.all(
    drawn.map(async (resource): Promise<readonly Stored[]> => {
      const { items } = await client.list(resource, resource === 'nodes' ? {} : { namespace }, { signal });
      return items;
    }),
  );
  const objects = lists.flat().filter(({ kind, metadata }) => kind !== 'Service' || metadata.name !== 'kubernetes');
  return pictureCluster(objects, clock.nowMs());
}
