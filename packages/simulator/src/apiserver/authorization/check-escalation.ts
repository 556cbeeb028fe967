import { deepEqual, isMap, statuses } from '@podlab/apimachinery';
import type { ClusterRole, PolicyRule, RoleBinding } from 'kubernetes-types/rbac/v1';
import type { ResourceAttributes } from './access-attributes.ts';
import { authorize } from './authorize.ts';
import { ruleLines, uncovered } from './covers-rule.ts';
import { type AccessObjects, grantsTo, rulesOf } from './granted-rules.ts';
import type { UserInfo } from './user-info.ts';

const group = 'rbac.authorization.k8s.io';
const writes = ['create', 'update', 'patch'];

/** Whether a request writes what gives rights. */
export function givesRights({ group: asked, resource, subresource, verb }: ResourceAttributes): boolean {
  return (
    asked === group && subresource === '' && writes.includes(verb) && /^(cluster)?role(s|bindings)$/.test(resource)
  );
}

/**
 * Nobody gives rights that they do not have, unless they may `escalate`, or `bind` to that role.
 * @param written what the object will be
 * @throws StatusError 403, or 404 when a binding names a role that is not there
 * @see pkg/registry/rbac/{role,rolebinding}/policybased (v1.36)
 */
export function checkEscalation(
  user: UserInfo,
  attributes: ResourceAttributes,
  written: unknown,
  objects: AccessObjects,
): void {
  if (!isMap(written)) return;
  const { resource, namespace } = attributes;
  const name = nameOf(written);
  const rules = resource.endsWith('bindings')
    ? boundRules(user, attributes, (written as unknown as RoleBinding).roleRef, objects)
    : givenRules(user, attributes, written, objects);
  if (!rules) return;
  const held = [...grantsTo(user, namespace, objects)].flatMap((grant) => grant.rules ?? []);
  const missing = uncovered(rules, held);
  if (missing.length === 0) return;
  const groups = user.groups.map((each) => JSON.stringify(each)).join(' ');
  const who = `user ${JSON.stringify(user.username)} (groups=[${groups}])`;
  const what = `is attempting to grant RBAC permissions not currently held:\n${ruleLines(missing).join('\n')}`;
  throw statuses.forbidden({ group, resource }, name, `${who} ${what}`);
}

function givenRules(
  user: UserInfo,
  { namespace, resource }: ResourceAttributes,
  role: ClusterRole,
  objects: AccessObjects,
): readonly PolicyRule[] | undefined {
  const name = role.metadata?.name ?? '';
  const ask = { verb: 'escalate', namespace, group, resource, subresource: '', name };
  if (authorize(user, ask, objects).allowed) return undefined;
  const old = rulesOf({ apiGroup: group, kind: kindOf(resource), name }, namespace, objects);
  if (old && deepEqual(old, role.rules ?? [])) return undefined;
  return role.aggregationRule ? [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] : (role.rules ?? []);
}

/** @throws StatusError 404 */
function boundRules(
  user: UserInfo,
  { namespace, resource }: ResourceAttributes,
  roleRef: RoleBinding['roleRef'],
  objects: AccessObjects,
): readonly PolicyRule[] | undefined {
  const { kind, name } = roleRef;
  const target = kind === 'ClusterRole' ? 'clusterroles' : 'roles';
  const ask = { verb: 'bind', namespace, group, resource: target, subresource: '', name };
  if (authorize(user, ask, objects).allowed) return undefined;
  const rules = rulesOf(roleRef, namespace, objects);
  if (!rules) throw statuses.notFound({ group, resource }, name);
  return rules;
}

function kindOf(resource: string): string {
  return resource === 'clusterroles' ? 'ClusterRole' : 'Role';
}

function nameOf(object: Readonly<Record<string, unknown>>): string {
  const { metadata } = object;
  return isMap(metadata) && typeof metadata['name'] === 'string' ? metadata['name'] : '';
}
