import type { KubeObject } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { send, textOf } from './testing/request.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const networking = '/apis/networking.k8s.io/v1';
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' };
const backend = { service: { name: 'web', port: { number: 80 } } };

const options = { seed: 'kinds', startTimeMs: Date.UTC(2026, 10, 24, 12), nodes: [{ name: 'node-1' }] };
const cluster = createEmbeddedCluster(options);

function create(path: string, body: KubeObject): string {
  const { status, body: answer } = send(cluster, 'POST', path, body);
  return status < 300 ? 'created' : (JSON.parse(textOf(answer)) as { message: string }).message;
}

it.each<[string, KubeObject, string]>([
  [
    `${rbac}/namespaces/default/roles`,
    { metadata: { name: 'a' }, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] },
    'created',
  ],
  [
    `${rbac}/namespaces/default/roles`,
    { metadata: { name: 'b' }, rules: [{ verbs: [], apiGroups: [''], resources: ['pods'] }] },
    'Role.rbac.authorization.k8s.io "b" is invalid: rules[0].verbs: Required value: verbs must contain at least one value',
  ],
  [
    `${rbac}/clusterroles`,
    { metadata: { name: 'system:probe' }, rules: [{ verbs: ['get'], nonResourceURLs: ['/healthz'] }] },
    'created',
  ],
  [
    `${rbac}/namespaces/default/rolebindings`,
    { metadata: { name: 'a' }, roleRef, subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: 'default' }] },
    'created',
  ],
  [
    `${rbac}/namespaces/default/rolebindings`,
    { metadata: { name: 'b' }, roleRef, subjects: [{ kind: 'Robot', name: 'r' }] },
    'RoleBinding.rbac.authorization.k8s.io "b" is invalid: subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"',
  ],
  [
    `${networking}/namespaces/default/ingresses`,
    {
      metadata: { name: 'a' },
      spec: { rules: [{ host: 'a.b', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
    },
    'created',
  ],
  [
    `${networking}/namespaces/default/ingresses`,
    { metadata: { name: 'b' }, spec: { rules: [{ http: { paths: [{ path: 'x', pathType: 'Exact', backend }] } }] } },
    'Ingress.networking.k8s.io "b" is invalid: spec.rules[0].http.paths[0].path: Invalid value: "x": must be an absolute path',
  ],
  [`${networking}/ingressclasses`, { metadata: { name: 'a' }, spec: { controller: 'example.com/ingress' } }, 'created'],
  [
    '/api/v1/namespaces/default/podtemplates',
    { metadata: { name: 'a' }, template: { spec: { containers: [{ name: 'c', image: 'busybox:1.37' }] } } },
    'created',
  ],
])('POST %s %j', (path, body, answer) => {
  expect(create(path, body)).toBe(answer);
});

it('is the same cluster whether or not somebody has looked at its roles', () => {
  const fresh = createEmbeddedCluster(options);
  const before = fresh.snapshot();
  expect(textOf(send(fresh, 'GET', `${rbac}/clusterroles/view`).body)).toContain('"aggregationRule"');
  expect(fresh.snapshot()).toBe(before);
});
