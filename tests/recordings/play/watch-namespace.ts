import type { EmbeddedCluster } from '@podlab/simulator';
import type { WatchLine } from '../compare/read-run.ts';

/** What is recorded, as on the real cluster. */
const recorded: readonly (readonly [resource: string, root: string])[] = [
  ['pods', '/api/v1'],
  ['events', '/api/v1'],
  ['services', '/api/v1'],
  ['configmaps', '/api/v1'],
  ['persistentvolumeclaims', '/api/v1'],
  ['resourcequotas', '/api/v1'],
  ['deployments', '/apis/apps/v1'],
  ['replicasets', '/apis/apps/v1'],
  ['statefulsets', '/apis/apps/v1'],
  ['daemonsets', '/apis/apps/v1'],
  ['controllerrevisions', '/apis/apps/v1'],
  ['jobs', '/apis/batch/v1'],
  ['cronjobs', '/apis/batch/v1'],
  ['poddisruptionbudgets', '/apis/policy/v1'],
  ['endpointslices', '/apis/discovery.k8s.io/v1'],
];

/** Watches a namespace from now on. What the cluster does not know is not watched. @param nodes too */
export function watchNamespace(cluster: EmbeddedCluster, namespace: string, nodes: boolean): readonly WatchLine[] {
  const seen: WatchLine[] = [];
  const startMs = cluster.time.nowMs();
  const paths: (readonly [string, string])[] = recorded.map(([resource, root]) => [
    resource,
    `${root}/namespaces/${namespace}/${resource}`,
  ]);
  if (nodes) paths.push(['nodes', '/api/v1/nodes']);
  for (const [resource, path] of paths) {
    const { body } = cluster.handle({ method: 'GET', path: `${path}?watch=true`, headers: {} });
    if (typeof body === 'string' || body instanceof Uint8Array) continue;
    let rest = '';
    body.subscribe({
      write(chunk) {
        const lines = (rest + new TextDecoder().decode(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const { type, object } = JSON.parse(line) as Pick<WatchLine, 'type' | 'object'>;
          if (object.kind === 'ConfigMap' && object.metadata.name === 'kube-root-ca.crt') continue;
          seen.push({ atMs: cluster.time.nowMs() - startMs, resource, type, object });
        }
      },
      end: () => undefined,
    });
  }
  return seen;
}
