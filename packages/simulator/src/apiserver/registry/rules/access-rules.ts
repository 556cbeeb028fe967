import type { ClusterRoleBinding, Role, RoleBinding } from 'kubernetes-types/rbac/v1';
import {
  admitRoleRef,
  validateBinding,
  validateBindingUpdate,
  validateRole,
} from '../../validation/policies/access.ts';
import type { ResourceRules } from '../late-resource.ts';

const group = 'rbac.authorization.k8s.io';

type Binding = Pick<RoleBinding, 'metadata' | 'roleRef' | 'subjects'>;

/** Rules of roles and bindings, those of the whole cluster too. */
export const accessRules = {
  role: { validateCreate: validateRole, validateUpdate: validateRole } as ResourceRules<
    Pick<Role, 'metadata' | 'rules'>
  >,
  roleBinding: bindingRules<RoleBinding>(['Role', 'ClusterRole']),
  clusterRoleBinding: bindingRules<ClusterRoleBinding>(['ClusterRole']),
};

/** @param kinds what may be bound */
function bindingRules<T extends Binding>(kinds: readonly string[]): ResourceRules<T> {
  return {
    applyDefaults: defaultBinding,
    prepareCreate: admitRoleRef,
    prepareUpdate: admitRoleRef,
    validateCreate: (binding) => validateBinding(binding, kinds),
    validateUpdate: (binding, old) => validateBindingUpdate(binding, old, kinds),
  };
}

/** @see pkg/apis/rbac/v1/defaults.go (v1.36) */
function defaultBinding({ roleRef, subjects }: Binding): void {
  if (roleRef && !roleRef.apiGroup) roleRef.apiGroup = group;
  for (const subject of subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= group;
  }
}
