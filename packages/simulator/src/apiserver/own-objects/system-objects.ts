import { defaultClassAnnotation } from '../admission/storage-names.ts';
import { systemPriorityClasses } from '../admission/priority.ts';
import type { KubeObject } from '@podlab/apimachinery';
import { lastAppliedAnnotation } from '../fields/last-applied.ts';
import { clusterDnsIp } from '../../network/cluster-dns.ts';
import { findByPlural } from '../registry/resources.ts';
import { createObject } from '../writes/create-object.ts';
import type { WriteContext } from '../writes/write-context.ts';

const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

const administrator = 'cluster-admin';
/** What marks the roles that the API server keeps. The others of these are filed later, in `authorization`. */
const bootstrapped = {
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
};

/** As kind applies it. */
function standardClass(): KubeObject {
  const isDefault = { [defaultClassAnnotation]: 'true' };
  const applied = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { annotations: isDefault, name: 'standard' },
    provisioner: 'rancher.io/local-path',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
  const annotations = { [lastAppliedAnnotation]: `${JSON.stringify(applied)}\n`, ...isDefault };
  return { ...applied, metadata: { name: 'standard', annotations } };
}

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
    metadata: { name: administrator, ...bootstrapped },
    rules: [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
  });
  createObject(context, findByPlural('clusterrolebindings'), undefined, {
    metadata: { name: administrator, ...bootstrapped },
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
  createObject(context, findByPlural('storageclasses'), undefined, standardClass());
  createObject(context, findByPlural('services'), 'kube-system', {
    metadata: {
      name: 'kube-dns',
      labels: {
        'k8s-app': 'kube-dns',
        'kubernetes.io/cluster-service': 'true',
        'kubernetes.io/name': 'CoreDNS',
      },
      annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
    },
    spec: {
      clusterIP: clusterDnsIp,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
      selector: { 'k8s-app': 'kube-dns' },
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
  });
}
