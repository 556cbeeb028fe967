import type { ClusterRole, PolicyRule, Role, Subject } from 'kubernetes-types/rbac/v1';
import { describe, expect, test } from 'vitest';
import type { AccessAttributes } from './access-attributes.ts';
import { authorize } from './authorize.ts';
import type { AccessObjects, Binding } from './granted-rules.ts';
import { matchesRule } from './matches-rule.ts';
import type { UserInfo } from './user-info.ts';

const apiGroup = 'rbac.authorization.k8s.io';

/** `verb group/resource[/subresource] [name]`, or `verb /path`. */
function asked(text: string, namespace = 'shop'): AccessAttributes {
  const [verb = '', what = '', name = ''] = text.split(' ');
  if (what.startsWith('/')) return { verb, path: what };
  const [group = '', resource = '', subresource = ''] = what.split('/');
  return { verb, namespace, group: group === 'core' ? '' : group, resource, subresource, name };
}

const pods = (verbs: string, resources = 'pods', rest: Partial<PolicyRule> = {}): PolicyRule => ({
  apiGroups: [''],
  resources: resources.split(' '),
  verbs: verbs.split(' '),
  ...rest,
});
const urls = (...nonResourceURLs: string[]): PolicyRule => ({ nonResourceURLs, verbs: ['get'] });

describe('a rule', () => {
  test.each<[PolicyRule, string, boolean]>([
    [pods('get list'), 'list core/pods', true],
    [pods('get list'), 'watch core/pods', false],
    [pods('*'), 'deletecollection core/pods', true],
    [pods('get'), 'get apps/pods', false],
    [pods('get', 'pods', { apiGroups: ['*'] }), 'get apps/pods', true],
    [pods('get', '*'), 'get core/secrets', true],
    [pods('get', '*'), 'get core/pods/log', true],
    [pods('get'), 'get core/pods/log', false],
    [pods('get', 'pods/log'), 'get core/pods/log', true],
    [pods('get', 'pods/log'), 'get core/pods', false],
    [pods('get', '*/scale'), 'get core/replicationcontrollers/scale', true],
    [pods('get', '*/scale'), 'get core/replicationcontrollers/status', false],
    [pods('get', 'pods', { resourceNames: ['web'] }), 'get core/pods web', true],
    [pods('get', 'pods', { resourceNames: ['web'] }), 'get core/pods other', false],
    [pods('list', 'pods', { resourceNames: ['web'] }), 'list core/pods', false],
    [pods('get'), 'get /healthz', false],
    [urls('/healthz'), 'get /healthz', true],
    [urls('/healthz'), 'get /healthz/ping', false],
    [urls('/healthz/*'), 'get /healthz/ping', true],
    [urls('/healthz/*'), 'get /healthz', false],
    [urls('*'), 'get /metrics', true],
    [urls('*'), 'post /metrics', false],
    [urls('*'), 'get core/pods', false],
  ])('%j: %s is %s', (rule, question, expected) => {
    expect(matchesRule(rule, asked(question))).toBe(expected);
  });
});

const reader: Role = { metadata: { name: 'reader', namespace: 'shop' }, rules: [pods('list')] };
const view: ClusterRole = { metadata: { name: 'view' }, rules: [pods('list')] };

function bound(kind: string, name: string, subject: Subject): Binding {
  return { metadata: { name: 'b' }, roleRef: { apiGroup, kind, name }, subjects: [subject] };
}

function objectsWith({ cluster = [], shop = [] }: { cluster?: Binding[]; shop?: Binding[] }): AccessObjects {
  return {
    clusterRoleBindings: () => cluster,
    roleBindings: (namespace) => (namespace === 'shop' ? shop : []),
    clusterRole: (name) => (name === 'view' ? view : undefined),
    role: (namespace, name) => (namespace === 'shop' && name === 'reader' ? reader : undefined),
  };
}

const ann: UserInfo = { username: 'ann', groups: ['devs', 'system:authenticated'] };
const robot: UserInfo = { username: 'system:serviceaccount:shop:robot', groups: [] };
const toAnn: Subject = { apiGroup, kind: 'User', name: 'ann' };
const toDevs: Subject = { apiGroup, kind: 'Group', name: 'devs' };
const toRobot: Subject = { kind: 'ServiceAccount', name: 'robot', namespace: 'shop' };

describe('a decision', () => {
  test.each<[string, UserInfo, Parameters<typeof objectsWith>[0], string, string]>([
    ['nobody is given anything', ann, {}, 'shop', 'no'],
    [
      'a user, for the whole cluster',
      ann,
      { cluster: [bound('ClusterRole', 'view', toAnn)] },
      '',
      'RBAC: allowed by ClusterRoleBinding "b" of ClusterRole "view" to User "ann"',
    ],
    [
      'a group, for the whole cluster, in a namespace',
      ann,
      { cluster: [bound('ClusterRole', 'view', toDevs)] },
      'other',
      'RBAC: allowed by ClusterRoleBinding "b" of ClusterRole "view" to Group "devs"',
    ],
    [
      'a service account, by a Role',
      robot,
      { shop: [bound('Role', 'reader', toRobot)] },
      'shop',
      'RBAC: allowed by RoleBinding "b/shop" of Role "reader" to ServiceAccount "robot/shop"',
    ],
    [
      'a service account of the namespace of its binding',
      robot,
      { shop: [bound('Role', 'reader', { kind: 'ServiceAccount', name: 'robot' })] },
      'shop',
      'RBAC: allowed by RoleBinding "b/shop" of Role "reader" to ServiceAccount "robot/shop"',
    ],
    [
      'a ClusterRole, in one namespace',
      ann,
      { shop: [bound('ClusterRole', 'view', toAnn)] },
      'shop',
      'RBAC: allowed by RoleBinding "b/shop" of ClusterRole "view" to User "ann"',
    ],
    ['not in another', ann, { shop: [bound('ClusterRole', 'view', toAnn)] }, 'other', 'no'],
    ['not at the cluster scope', ann, { shop: [bound('ClusterRole', 'view', toAnn)] }, '', 'no'],
    ['somebody else', robot, { shop: [bound('Role', 'reader', toAnn)] }, 'shop', 'no'],
    ['a user is no group', ann, { shop: [bound('Role', 'reader', { kind: 'Group', name: 'ann' })] }, 'shop', 'no'],
    [
      'a role that is missing',
      ann,
      { shop: [bound('Role', 'gone', toAnn)] },
      'shop',
      'no RBAC: role.rbac.authorization.k8s.io "gone" not found',
    ],
    [
      'several that are missing',
      ann,
      { shop: [bound('Role', 'gone', toAnn), bound('ClusterRole', 'lost', toAnn)] },
      'shop',
      'no RBAC: [role.rbac.authorization.k8s.io "gone" not found, clusterrole.rbac.authorization.k8s.io "lost" not found]',
    ],
    ['the privileged group', { username: 'x', groups: ['system:masters'] }, {}, '', ''],
  ])('%s', (_, user, bindings, namespace, expected) => {
    const { allowed, reason } = authorize(user, asked('list core/pods', namespace), objectsWith(bindings));
    expect([...(allowed ? [] : ['no']), reason].join(' ').trim()).toBe(expected);
  });
});
