import type { OpenedCluster } from '@podlab/clusters';
import type { Host } from '../host.ts';
import type { ClusterRequest } from '../session/running-lab.ts';
import type { SessionFile } from '../state/session-file.ts';

/** Makes the cluster of a lab's run on the run's engine, or takes it up again. */
export async function openLabCluster(
  request: ClusterRequest & { readonly host: Host; readonly cloneKey: string },
): Promise<{ cluster: OpenedCluster; session: SessionFile }> {
  const { lab, session, paths, host, resumed, onText, signal } = request;
  if (session.engine === 'kind') {
    const { openKindAt } = await import('./kind-place.ts');
    const place = { host, cloneKey: request.cloneKey, labId: lab.id, paths, namespace: session.namespace };
    const { nodes } = lab.cluster;
    return { cluster: await openKindAt(place, { nodes, images: lab.images, resumed, onText, signal }), session };
  }
  const { openEmbeddedLab } = await import('./open-embedded-lab.ts');
  const { port, ...cluster } = await openEmbeddedLab(request);
  return { cluster, session: { ...session, port } };
}
