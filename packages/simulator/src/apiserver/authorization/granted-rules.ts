import type { ClusterRole, PolicyRule, Role, RoleBinding, Subject } from 'kubernetes-types/rbac/v1';
import type { UserInfo } from './user-info.ts';

/** Roles and bindings, as they are stored. */
export interface AccessObjects {
  clusterRoleBindings(): readonly Binding[];
  roleBindings(namespace: string): readonly Binding[];
  clusterRole(name: string): ClusterRole | undefined;
  role(namespace: string, name: string): Role | undefined;
}

/** A ClusterRoleBinding or a RoleBinding. */
export type Binding = Pick<RoleBinding, 'metadata' | 'roleRef' | 'subjects'>;

/** What one binding gives to a user. */
export interface Grant {
  /** Undefined: the role that the binding names is not there. */
  readonly rules: readonly PolicyRule[] | undefined;
  /** Through what it is given, or what is missing. */
  readonly text: string;
}

/**
 * What a user is given, in the order in which Kubernetes looks: for the whole cluster, then in the namespace.
 * @param namespace `''`: at the cluster scope
 * @see pkg/registry/rbac/validation/rule.go (v1.36)
 */
export function* grantsTo(user: UserInfo, namespace: string, objects: AccessObjects): Generator<Grant> {
  for (const binding of objects.clusterRoleBindings()) {
    const subject = subjectFor(user, binding.subjects, '');
    if (subject) yield grantOf(binding, subject, '', objects);
  }
  if (namespace === '') return;
  for (const binding of objects.roleBindings(namespace)) {
    const subject = subjectFor(user, binding.subjects, namespace);
    if (subject) yield grantOf(binding, subject, namespace, objects);
  }
}

/** The rules of the role that a binding names. @param namespace of the binding; `''` for one of the whole cluster */
export function rulesOf(
  { kind, name }: RoleBinding['roleRef'],
  namespace: string,
  objects: AccessObjects,
): readonly PolicyRule[] | undefined {
  const role = kind === 'ClusterRole' ? objects.clusterRole(name) : objects.role(namespace, name);
  return role && (role.rules ?? []);
}

function grantOf({ metadata, roleRef }: Binding, subject: Subject, namespace: string, objects: AccessObjects): Grant {
  const rules = rulesOf(roleRef, namespace, objects);
  if (!rules)
    return { rules, text: `${roleRef.kind.toLowerCase()}.${roleRef.apiGroup} ${quote(roleRef.name)} not found` };
  const { name = '' } = metadata ?? {};
  const binding =
    namespace === '' ? `ClusterRoleBinding ${quote(name)}` : `RoleBinding ${quote(`${name}/${namespace}`)}`;
  const whom = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace || namespace}` : subject.name;
  const text = `${binding} of ${roleRef.kind} ${quote(roleRef.name)} to ${subject.kind} ${quote(whom)}`;
  return { rules, text };
}

function subjectFor(
  { username, groups }: UserInfo,
  subjects: readonly Subject[] = [],
  namespace: string,
): Subject | undefined {
  return subjects.find((subject) => {
    if (subject.kind === 'User') return subject.name === username;
    if (subject.kind === 'Group') return groups.includes(subject.name);
    return username === `system:serviceaccount:${subject.namespace || namespace}:${subject.name}`;
  });
}

function quote(text: string): string {
  return JSON.stringify(text);
}
