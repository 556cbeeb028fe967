import { keyOf } from '@podlab/apimachinery';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, watching } from '../machinery/controller.ts';
import { isAlreadyExists } from '../objects/status-errors.ts';

const fieldManager = 'kube-controller-manager';

/** Keeps a ServiceAccount `default` in every namespace. @see pkg/controller/serviceaccount/serviceaccounts_controller.go */
export function serviceAccountController({ api }: ClusterContext): ControllerDefinition {
  return {
    name: 'serviceaccount-controller',
    watches: [
      watching('namespaces', (change) => (change.type === 'DELETED' ? [] : [keyOf(change.object)])),
      watching('serviceaccounts', ({ type, object: { metadata } }) =>
        type === 'DELETED' && metadata.name === 'default' ? [metadata.namespace ?? ''] : [],
      ),
    ],
    sync(namespace) {
      if (api.get('namespaces', undefined, namespace)?.status?.phase !== 'Active') return undefined;
      if (api.get('serviceaccounts', namespace, 'default')) return undefined;
      try {
        const metadata = { name: 'default', namespace };
        api.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata }, { fieldManager });
      } catch (error) {
        if (!isAlreadyExists(error)) throw error;
      }
      return undefined;
    },
  };
}
