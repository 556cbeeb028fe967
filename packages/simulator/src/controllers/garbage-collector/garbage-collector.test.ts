import { describe, expect, it } from 'vitest';
import { aDeployment, createTestCluster, type TestCluster } from '../testing/test-cluster.ts';
import { namesOf } from '../testing/summaries.ts';

function started(): TestCluster {
  const cluster = createTestCluster();
  cluster.api.create('deployments', aDeployment('web', 2));
  cluster.run(5000);
  return cluster;
}

const left = (cluster: TestCluster) => ({
  deployments: namesOf(cluster, 'deployments').length,
  replicasets: namesOf(cluster, 'replicasets').length,
  pods: namesOf(cluster, 'pods').length,
});

describe('deleting a Deployment', () => {
  it('in the background takes it at once, the rest soon after', () => {
    const cluster = started();
    cluster.api.delete('deployments', 'default', 'web', { propagationPolicy: 'Background' });
    expect(left(cluster).deployments).toBe(0);
    cluster.run(500);
    expect(left(cluster)).toEqual({ deployments: 0, replicasets: 0, pods: 2 });
    cluster.run(5000);
    expect(left(cluster)).toEqual({ deployments: 0, replicasets: 0, pods: 0 });
  });

  it('in the foreground takes Pods, then ReplicaSet, then Deployment', () => {
    const cluster = started();
    cluster.api.delete('deployments', 'default', 'web', { propagationPolicy: 'Foreground' });
    cluster.run(500);
    expect(left(cluster)).toEqual({ deployments: 1, replicasets: 1, pods: 2 });
    cluster.run(5000);
    expect(left(cluster)).toEqual({ deployments: 0, replicasets: 0, pods: 0 });
    const gone = (['pods', 'replicasets', 'deployments'] as const).map((resource) =>
      Math.max(...cluster.history(resource).map(({ object }) => Number(object.metadata.resourceVersion))),
    );
    expect(gone).toEqual(gone.toSorted((a, b) => a - b));
  });

  it('with its dependents orphaned leaves the ReplicaSet, without an owner', () => {
    const cluster = started();
    cluster.api.delete('deployments', 'default', 'web', { propagationPolicy: 'Orphan' });
    cluster.run(5000);
    expect(left(cluster)).toEqual({ deployments: 0, replicasets: 1, pods: 2 });
    expect(cluster.api.list('replicasets', 'default')[0]?.metadata.ownerReferences).toBeUndefined();
    // As the recording `ownership` has it: the Deployment sees its deletion, and then that it has nothing any more.
    const last = cluster.history('deployments').slice(-4);
    expect(last.map(({ type, object }) => [type, object.status?.observedGeneration, object.status?.replicas])).toEqual([
      ['MODIFIED', 1, 2],
      ['MODIFIED', 2, 2],
      ['MODIFIED', 2, undefined],
      ['DELETED', 2, undefined],
    ]);
  });
});

it('lets an owner go for which something is made while it waits, once more whenever it has gone', () => {
  const cluster = createTestCluster();
  const owner = cluster.api.create('configmaps', { metadata: { name: 'owner' } });
  const ownerReferences = [
    { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata.uid, blockOwnerDeletion: true },
  ];
  const make = (name: string, finalizers?: string[]) =>
    cluster.api.create('configmaps', { metadata: { name, ownerReferences, ...(finalizers && { finalizers }) } });
  make('held', ['example.com/hold']);
  cluster.run(500);
  cluster.api.delete('configmaps', 'default', 'owner', { propagationPolicy: 'Foreground' });
  cluster.run(500);
  make('late');
  cluster.run(500);
  expect(namesOf(cluster, 'configmaps')).toContain('late');
  let isRemade = false;
  cluster.api.watch('configmaps', ({ type, object }) => {
    if (type !== 'DELETED' || object.metadata.name !== 'late' || isRemade) return;
    isRemade = true;
    make('late');
  });
  cluster.api.mergePatch('configmaps', 'default', 'held', { metadata: { finalizers: null } } as never);
  cluster.run(2000);
  expect(isRemade).toBe(true);
  expect(namesOf(cluster, 'configmaps')).toEqual(['kube-root-ca.crt']);
});

it('deletes what is created for an owner that is not there', () => {
  const cluster = createTestCluster();
  cluster.api.create('configmaps', {
    metadata: { name: 'child', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'none', uid: 'none' }] },
  });
  cluster.run(500);
  expect(namesOf(cluster, 'configmaps')).toEqual(['kube-root-ca.crt']);
});

it('leaves alone what an owner of a kind it does not know has', () => {
  const cluster = createTestCluster();
  cluster.api.create('configmaps', {
    metadata: {
      name: 'child',
      ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Thing', name: 't', uid: 't' }],
    },
  });
  cluster.run(500);
  expect(namesOf(cluster, 'configmaps')).toContain('child');
});
