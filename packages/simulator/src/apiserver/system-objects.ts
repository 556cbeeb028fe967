import { defaultClassAnnotation } from './admission/storage-admission.ts';
import { systemPriorityClasses } from './admission/priority.ts';
import { findByPlural } from './registry/resources.ts';
import { createObject } from './writes/create-object.ts';
import type { WriteContext } from './writes/write-context.ts';

const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

const administrator = 'cluster-admin';

/**
 * What every cluster has from the start: the API server's namespaces, priority classes and its own
 * Service, and kind's storage class.
 * @see pkg/controlplane/controller/{systemnamespaces,kubernetesservice} (v1.36)
 */
export function createSystemObjects(context: WriteContext): void {
  for (const name of systemNamespaces) {
    createObject(context, findByPlural('namespaces'), undefined, { metadata: { name } });
  }
  for (const { name, ...priorityClass } of systemPriorityClasses) {
    createObject(context, findByPlural('priorityclasses'), undefined, { metadata: { name }, ...priorityClass });
  }
  createObject(context, findByPlural('clusterroles'), undefined, {
    metadata: { name: administrator },
    rules: [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
  });
  createObject(context, findByPlural('clusterrolebindings'), undefined, {
    metadata: { name: administrator },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: administrator },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:masters' }],
  });
  createObject(context, findByPlural('services'), 'default', {
    metadata: { name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      clusterIP: '10.96.0.1',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
  });
  createObject(context, findByPlural('storageclasses'), undefined, {
    metadata: { name: 'standard', annotations: { [defaultClassAnnotation]: 'true' } },
    provisioner: 'rancher.io/local-path',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
}
