import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from 'kubernetes-types/rbac/v1';
import { authorization } from '#parts';
import { pathSegmentFaults } from '../../validation/path-segment.ts';
import type { ResourceInput } from '../definition.ts';
import { lateResource, type ResourceRules } from '../late-resource.ts';

type AccessRules = Partial<typeof authorization.code.accessRules>;

// The one role and binding that every cluster has need no rules; whoever writes another has them loaded with all that
// is about access.
const rules = (): AccessRules => (authorization.isHere ? authorization.code.accessRules : {});

export const roles = accessResource<Role>({ plural: 'roles', kind: 'Role' }, () => rules().role);

export const clusterroles = accessResource<ClusterRole>(
  { plural: 'clusterroles', kind: 'ClusterRole', namespaced: false },
  () => rules().role,
);

export const rolebindings = accessResource<RoleBinding>(
  { plural: 'rolebindings', kind: 'RoleBinding' },
  () => rules().roleBinding,
);

export const clusterrolebindings = accessResource<ClusterRoleBinding>(
  { plural: 'clusterrolebindings', kind: 'ClusterRoleBinding', namespaced: false },
  () => rules().clusterRoleBinding,
);

function accessResource<T>(
  input: Pick<ResourceInput<T>, 'plural' | 'kind' | 'namespaced'>,
  findRules: () => ResourceRules<T> | undefined,
) {
  return lateResource<T>(
    {
      group: 'rbac.authorization.k8s.io',
      version: 'v1',
      nameFaults: pathSegmentFaults,
      ...input,
      hasLateRules: false,
    },
    () => findRules() ?? {},
  );
}
