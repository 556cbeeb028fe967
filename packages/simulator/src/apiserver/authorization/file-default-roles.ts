import { newUid, type Random } from '@podlab/apimachinery';
import type { Store } from '../../store/store.ts';
import { defaultAccess } from './default-access.ts';
import { findControlPlane } from '../own-objects/find-control-plane.ts';

const rbacGroup = 'rbac.authorization.k8s.io';
const kinds: Readonly<Record<string, string>> = {
  clusterroles: 'ClusterRole',
  clusterrolebindings: 'ClusterRoleBinding',
  roles: 'Role',
  rolebindings: 'RoleBinding',
  serviceaccounts: 'ServiceAccount',
};

type Entry = readonly [
  resource: string,
  metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown },
  rest: object,
];

const read = ['list', 'watch'];

/** Of the network plug-in. @see sigs.k8s.io/kind v0.33 pkg/build/nodeimage/const_cni.go */
const kindnet: readonly Entry[] = [
  [
    'clusterroles',
    { name: 'kindnet' },
    {
      rules: [
        { apiGroups: ['policy'], resourceNames: ['kindnet'], resources: ['podsecuritypolicies'], verbs: ['use'] },
        { apiGroups: [''], resources: ['nodes', 'pods', 'namespaces'], verbs: read },
        { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: read },
      ],
    },
  ],
  [
    'clusterrolebindings',
    { name: 'kindnet' },
    {
      roleRef: { apiGroup: rbacGroup, kind: 'ClusterRole', name: 'kindnet' },
      subjects: [{ kind: 'ServiceAccount', name: 'kindnet', namespace: 'kube-system' }],
    },
  ],
];

/**
 * Files the roles, bindings and service accounts that every cluster has from the start, next to `cluster-admin`. It may be done late, before
 * the first that could see them: nobody can tell. They take no number of the store's and draw nothing that others draw
 * from.
 */
export function fileDefaultRoles(store: Store, random: Random): void {
  const creationTimestamp = store.get('clusterroles', 'cluster-admin')?.metadata.creationTimestamp;
  // Without system Pods there is nobody whom these accounts are for.
  const hasSystemPods = findControlPlane(store) !== undefined;
  const generated = defaultAccess.trim().split('\n');
  for (const [resource, { name, namespace, ...shown }, rest] of [
    ...generated.map((line) => JSON.parse(line) as Entry),
    ...kindnet,
  ]) {
    const uid = newUid(random);
    if (namespace !== undefined && !store.get('namespaces', namespace)) continue;
    const isAccount = resource === 'serviceaccounts';
    if (isAccount && !hasSystemPods) continue;
    const own = { name, ...(namespace === undefined ? {} : { namespace }), uid, creationTimestamp, ...shown };
    const key = namespace === undefined ? name : `${namespace}/${name}`;
    store.putFirst(resource, key, {
      apiVersion: isAccount ? 'v1' : `${rbacGroup}/v1`,
      kind: kinds[resource] ?? '',
      metadata: own,
      ...rest,
    });
  }
}
