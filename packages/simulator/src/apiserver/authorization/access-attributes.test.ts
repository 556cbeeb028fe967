import { expect, test } from 'vitest';
import { accessAttributesOf } from './access-attributes.ts';
import { forbidden } from './forbidden.ts';

const bob = { username: 'bob', groups: [] };

// As a cluster of Kubernetes 1.36 words them.
test.each([
  [
    'GET',
    '/api/v1/pods',
    'pods is forbidden: User "bob" cannot list resource "pods" in API group "" at the cluster scope',
  ],
  [
    'GET',
    '/api/v1/namespaces/default/pods?watch=1',
    'pods is forbidden: User "bob" cannot watch resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'GET',
    '/api/v1/namespaces/default/pods?watch=0',
    'pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'GET',
    '/api/v1/namespaces/default/pods?fieldSelector=metadata.name%3Dfoo',
    'pods "foo" is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'DELETE',
    '/api/v1/namespaces/default/pods',
    'pods is forbidden: User "bob" cannot deletecollection resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'PATCH',
    '/apis/apps/v1/namespaces/default/deployments/x/scale',
    'deployments.apps "x" is forbidden: User "bob" cannot patch resource "deployments/scale" in API group "apps" in the namespace "default"',
  ],
  [
    'PUT',
    '/api/v1/namespaces/default/pods/x',
    'pods "x" is forbidden: User "bob" cannot update resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'GET',
    '/api/v1/namespaces/default',
    'namespaces "default" is forbidden: User "bob" cannot get resource "namespaces" in API group "" in the namespace "default"',
  ],
  [
    'POST',
    '/api/v1/namespaces',
    'namespaces is forbidden: User "bob" cannot create resource "namespaces" in API group "" at the cluster scope',
  ],
  [
    'GET',
    '/apis/foo/v1/nowhere',
    'nowhere.foo is forbidden: User "bob" cannot list resource "nowhere" in API group "foo" at the cluster scope',
  ],
  ['GET', '/metrics', 'forbidden: User "bob" cannot get path "/metrics"'],
  ['GET', '/apis/apps/v1', 'forbidden: User "bob" cannot get path "/apis/apps/v1"'],
])('%s %s', (method, path, message) => {
  expect(forbidden(bob, accessAttributesOf({ method, path }), '').message).toBe(message);
});

test('says which role is missing', () => {
  expect(forbidden(bob, { verb: 'get', path: '/metrics' }, 'RBAC: x not found').message).toBe(
    'forbidden: User "bob" cannot get path "/metrics": RBAC: x not found',
  );
});
