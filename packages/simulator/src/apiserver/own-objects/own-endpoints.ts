import { newUid, type Random } from '@podlab/apimachinery';
import { hostIp } from '../../kubelet/node/node-object.ts';
import { serviceNameLabel } from '../objects/service-name.ts';
import type { Store } from '../../store/store.ts';

const name = 'kubernetes';
const namespace = 'default';
const ip = hostIp(0);

/**
 * Files where the API server itself is found: the Endpoints of its Service, and their slice. They take no number of the
 * store's and draw nothing that others draw from.
 * @see pkg/controlplane/reconcilers/endpointsadapter.go (v1.36)
 */
export function fileOwnEndpoints(store: Store, random: Random): void {
  const creationTimestamp = store.get('namespaces', namespace)?.metadata.creationTimestamp;
  const ports = [{ name: 'https', port: 6443, protocol: 'TCP' }];
  const file = (resource: string, apiVersion: string, kind: string, own: object, rest: object) =>
    store.putFirst(resource, `${namespace}/${name}`, {
      apiVersion,
      kind,
      metadata: { name, namespace, uid: newUid(random), creationTimestamp, ...own },
      ...rest,
    });
  const skipMirror = { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } };
  file('endpoints', 'v1', 'Endpoints', skipMirror, { subsets: [{ addresses: [{ ip }], ports }] });
  const ofService = { labels: { [serviceNameLabel]: name }, generation: 1 };
  file('endpointslices', 'discovery.k8s.io/v1', 'EndpointSlice', ofService, {
    addressType: 'IPv4',
    endpoints: [{ addresses: [ip], conditions: { ready: true } }],
    ports,
  });
}
