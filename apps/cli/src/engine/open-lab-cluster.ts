import type { ClusterRequest } from '../session/running-lab.ts';
import type { Host } from '../host.ts';
import type { SessionFile } from '../state/session-file.ts';
import type { OpenedCluster } from './opened-cluster.ts';

/** Makes the cluster of a lab's run on the run's engine, or takes it up again. */
export async function openLabCluster(
  request: ClusterRequest & { readonly host: Host; readonly cloneKey: string },
): Promise<{ cluster: OpenedCluster; session: SessionFile }> {
  const { lab, session, paths, host, resumed, onText, signal } = request;
  if (session.engine === 'kind') {
    const { openKind } = await import('./open-kind.ts');
    const cluster = await openKind({
      host,
      cloneKey: request.cloneKey,
      labId: lab.id,
      paths,
      namespace: session.namespace,
      nodes: lab.cluster.nodes,
      images: lab.images,
      resumed,
      onText,
      signal,
    });
    return { cluster, session };
  }
  const { openEmbedded } = await import('./open-embedded.ts');
  const { port, ...cluster } = await openEmbedded({
    host,
    nodes: lab.cluster.nodes,
    seed: session.seed,
    startTime: session.startedTime,
    journal: { path: paths.journal, resumed, onFailure: request.onFailure },
    kubeconfig: paths.kubeconfig,
    namespace: session.namespace,
    context: `podlab-${lab.id}`,
    port: session.port,
    signal,
  });
  return { cluster, session: { ...session, port } };
}
