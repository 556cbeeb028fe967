import { newUid, type Random } from '@podlab/apimachinery';
import type { ClusterRole, ClusterRoleBinding } from 'kubernetes-types/rbac/v1';
import type { Store } from '../../store/store.ts';
import { defaultBindings, defaultRoles } from './default-roles.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';

/**
 * Files the roles and bindings that every cluster has from the start. It may be done late, before the first that could
 * see them: nobody can tell. They take no number of the store's and draw nothing that others draw from.
 */
export function fileDefaultRoles(store: Store, random: Random): void {
  const creationTimestamp = store.get('clusterroles', 'cluster-admin')?.metadata.creationTimestamp;
  const file = (resource: string, kind: string, { metadata, ...rest }: ClusterRole | ClusterRoleBinding) => {
    const { name = '', annotations, labels } = metadata ?? {};
    const uid = newUid(random);
    const own = { name, uid, creationTimestamp, ...(labels ? { labels, annotations } : {}) };
    store.putFirst(resource, name, { apiVersion, kind, metadata: own, ...rest });
  };
  for (const role of defaultRoles) file('clusterroles', 'ClusterRole', role);
  for (const binding of defaultBindings) file('clusterrolebindings', 'ClusterRoleBinding', binding);
}
