import { expect, it } from 'vitest';
import { aDeployment, createTestCluster } from '../testing/test-cluster.ts';
import { namesOf } from '../testing/summaries.ts';

it('gives every namespace a ServiceAccount and a root certificate, and brings them back', () => {
  const cluster = createTestCluster({ namespace: 'lab' });
  for (const namespace of ['default', 'kube-system', 'lab']) {
    expect(namesOf(cluster, 'serviceaccounts', namespace)).toContain('default');
    expect(namesOf(cluster, 'configmaps', namespace)).toContain('kube-root-ca.crt');
  }
  cluster.api.delete('serviceaccounts', 'lab', 'default');
  cluster.api.delete('configmaps', 'lab', 'kube-root-ca.crt');
  cluster.run(500);
  expect(namesOf(cluster, 'serviceaccounts', 'lab')).toEqual(['default']);
  expect(namesOf(cluster, 'configmaps', 'lab')).toEqual(['kube-root-ca.crt']);
});

it('lets an empty namespace go after five seconds, without ever showing conditions', () => {
  const cluster = createTestCluster({ namespace: 'lab' });
  cluster.api.delete('namespaces', undefined, 'lab');
  expect(cluster.api.get('namespaces', undefined, 'lab')?.status).toEqual({ phase: 'Terminating' });
  cluster.run(4_900);
  expect(cluster.api.get('namespaces', undefined, 'lab')).toBeDefined();
  cluster.run(500);
  expect(cluster.api.get('namespaces', undefined, 'lab')).toBeUndefined();
});

it('deletes Pods first, says what remains, and ends with everything gone', () => {
  const cluster = createTestCluster({ namespace: 'lab' });
  const deployment = aDeployment('web', 2);
  cluster.api.create('deployments', { ...deployment, metadata: { ...deployment.metadata, namespace: 'lab' } });
  cluster.run(5000);
  cluster.api.create('configmaps', { metadata: { name: 'held', namespace: 'lab', finalizers: ['example.com/hold'] } });
  cluster.api.delete('namespaces', undefined, 'lab');
  const remaining = () =>
    cluster.api
      .get('namespaces', undefined, 'lab')
      ?.status?.conditions?.filter(({ type }) => type.endsWith('Remaining'))
      .map(({ message }) => message);
  cluster.run(5500);
  // As a real 1.36.3 says it as long as there are Pods.
  expect(namesOf(cluster, 'deployments', 'lab')).toEqual(['web']);
  expect(remaining()).toEqual(['All content successfully removed', 'All content-preserving finalizers finished']);
  cluster.run(60_000);
  expect(namesOf(cluster, 'deployments', 'lab')).toEqual([]);
  expect(remaining()).toEqual([
    'Some resources are remaining: configmaps. has 1 resource instances',
    'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
  ]);
  cluster.api.mergePatch('configmaps', 'lab', 'held', { metadata: { finalizers: null } } as never);
  cluster.run(30_000);
  expect(cluster.api.get('namespaces', undefined, 'lab')).toBeUndefined();
  for (const resource of ['pods', 'deployments', 'replicasets', 'configmaps', 'events'] as const) {
    expect(namesOf(cluster, resource, 'lab')).toEqual([]);
  }
});
