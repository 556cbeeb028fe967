import { keyOf } from '@podlab/apimachinery';
import { authorityCertificate } from '../../apiserver/own-objects/certificate-authority.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, watching } from '../machinery/controller.ts';

const fieldManager = 'kube-controller-manager';

/** The ConfigMap that Pods' service account volumes take the API server's certificate from. */
export const rootCaConfigMapName = 'kube-root-ca.crt';

const description =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Keeps the root certificate's ConfigMap in every namespace. @see pkg/controller/certificates/rootcacertpublisher */
export function rootCaPublisher({ api }: ClusterContext): ControllerDefinition {
  return {
    name: 'root-ca-certificate-publisher-controller',
    watches: [
      watching('namespaces', (change) => (change.type === 'DELETED' ? [] : [keyOf(change.object)])),
      watching('configmaps', ({ type, object: { metadata } }) =>
        type !== 'ADDED' && metadata.name === rootCaConfigMapName ? [metadata.namespace ?? ''] : [],
      ),
    ],
    sync(namespace) {
      if (api.get('namespaces', undefined, namespace)?.status?.phase !== 'Active') return undefined;
      const existing = api.get('configmaps', namespace, rootCaConfigMapName);
      const annotations = { 'kubernetes.io/description': description };
      const data = { 'ca.crt': authorityCertificate };
      if (existing) {
        const metadata = { ...existing.metadata, annotations: { ...existing.metadata.annotations, ...annotations } };
        api.update('configmaps', { ...existing, metadata, data }, { fieldManager });
      } else {
        const metadata = { name: rootCaConfigMapName, namespace, annotations };
        api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }, { fieldManager });
      }
      return undefined;
    },
  };
}
