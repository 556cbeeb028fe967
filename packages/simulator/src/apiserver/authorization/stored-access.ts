import type { ClusterRole, Role } from 'kubernetes-types/rbac/v1';
import type { Store } from '../../store/store.ts';
import type { AccessObjects, Binding } from './granted-rules.ts';

/** The roles and bindings of a cluster. */
export function storedAccess(store: Store): AccessObjects {
  return {
    clusterRoleBindings: () => store.list('clusterrolebindings') as unknown as readonly Binding[],
    roleBindings: (namespace) => store.list('rolebindings', namespace) as unknown as readonly Binding[],
    clusterRole: (name) => store.get('clusterroles', name) as ClusterRole | undefined,
    role: (namespace, name) => store.get('roles', `${namespace}/${name}`) as Role | undefined,
  };
}
