import { newUid, type Random } from '@podlab/apimachinery';
import type { Store } from '../store/store.ts';

const name = 'kubernetes';
const namespace = 'default';
/** Of the node of the control plane. */
const ip = '172.18.0.2';

/**
 * Files where the API server itself is found: the Endpoints of its Service, and their slice. They take no number of the
 * store's and draw nothing that others draw from.
 * @see pkg/controlplane/reconcilers/endpointsadapter.go (v1.36)
 */
export function fileOwnEndpoints(store: Store, random: Random): void {
  const creationTimestamp = store.get('namespaces', namespace)?.metadata.creationTimestamp;
  const ports = [{ name: 'https', port: 6443, protocol: 'TCP' }];
  const file = (resource: string, apiVersion: string, kind: string, labels: Record<string, string>, rest: object) =>
    store.putFirst(resource, `${namespace}/${name}`, {
      apiVersion,
      kind,
      metadata: { name, namespace, uid: newUid(random), creationTimestamp, labels },
      ...rest,
    });
  file(
    'endpoints',
    'v1',
    'Endpoints',
    { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
    {
      subsets: [{ addresses: [{ ip }], ports }],
    },
  );
  file(
    'endpointslices',
    'discovery.k8s.io/v1',
    'EndpointSlice',
    { 'kubernetes.io/service-name': name },
    {
      addressType: 'IPv4',
      endpoints: [{ addresses: [ip], conditions: { ready: true } }],
      ports,
    },
  );
}
