import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from 'kubernetes-types/rbac/v1';
import {
  admitRoleRef,
  pathSegmentFaults,
  validateBinding,
  validateBindingUpdate,
  validateRole,
} from '../../validation/access.ts';
import { defineResource } from '../define-resource.ts';

const group = 'rbac.authorization.k8s.io';

export const roles = defineResource<Role>({
  group,
  version: 'v1',
  plural: 'roles',
  kind: 'Role',
  nameFaults: pathSegmentFaults,
  validateCreate: validateRole,
  validateUpdate: validateRole,
});

export const clusterroles = defineResource<ClusterRole>({
  group,
  version: 'v1',
  plural: 'clusterroles',
  kind: 'ClusterRole',
  namespaced: false,
  nameFaults: pathSegmentFaults,
  validateCreate: validateRole,
  validateUpdate: validateRole,
});

export const rolebindings = defineResource<RoleBinding>({
  group,
  version: 'v1',
  plural: 'rolebindings',
  kind: 'RoleBinding',
  nameFaults: pathSegmentFaults,
  applyDefaults: defaultBinding,
  prepareCreate: admitRoleRef,
  prepareUpdate: admitRoleRef,
  validateCreate: (binding) => validateBinding(binding, ['Role', 'ClusterRole']),
  validateUpdate: (binding, old) => validateBindingUpdate(binding, old, ['Role', 'ClusterRole']),
});

export const clusterrolebindings = defineResource<ClusterRoleBinding>({
  group,
  version: 'v1',
  plural: 'clusterrolebindings',
  kind: 'ClusterRoleBinding',
  namespaced: false,
  nameFaults: pathSegmentFaults,
  applyDefaults: defaultBinding,
  prepareCreate: admitRoleRef,
  prepareUpdate: admitRoleRef,
  validateCreate: (binding) => validateBinding(binding, ['ClusterRole']),
  validateUpdate: (binding, old) => validateBindingUpdate(binding, old, ['ClusterRole']),
});

/** @see pkg/apis/rbac/v1/defaults.go (v1.36) */
function defaultBinding({ roleRef, subjects }: Pick<RoleBinding, 'roleRef' | 'subjects'>): void {
  if (roleRef && !roleRef.apiGroup) roleRef.apiGroup = group;
  for (const subject of subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= group;
  }
}
