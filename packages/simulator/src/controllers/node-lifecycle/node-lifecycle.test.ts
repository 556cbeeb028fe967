import { describe, expect, it } from 'vitest';
import { aDeployment, createTestCluster, type TestCluster } from '../testing/test-cluster.ts';
import { eventTexts } from '../testing/summaries.ts';

const taints = (cluster: TestCluster, name: string) =>
  (cluster.api.get('nodes', undefined, name)?.spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);

it('registers every node once', () => {
  const cluster = createTestCluster({ nodes: ['a', 'b'] });
  cluster.run(60_000);
  expect(eventTexts(cluster, 'Node')).toEqual([
    'Normal RegisteredNode Node a event: Registered Node a in Controller x1',
    'Normal RegisteredNode Node b event: Registered Node b in Controller x1',
  ]);
});

it('taints a cordoned node until it is uncordoned', () => {
  const cluster = createTestCluster({ nodes: ['a'] });
  cluster.api.mergePatch('nodes', undefined, 'a', { spec: { unschedulable: true } });
  cluster.run(100);
  expect(taints(cluster, 'a')).toEqual(['node.kubernetes.io/unschedulable:NoSchedule']);
  cluster.api.mergePatch('nodes', undefined, 'a', { spec: { unschedulable: false } });
  cluster.run(100);
  expect(taints(cluster, 'a')).toEqual([]);
});

describe('a node that falls silent', () => {
  function silenced(): TestCluster {
    const cluster = createTestCluster({ nodes: ['a', 'b'] });
    cluster.api.create('deployments', aDeployment('web', 2));
    cluster.run(10_000);
    cluster.kubelet.silentNodes.add('a');
    return cluster;
  }
  const podsOn = (cluster: TestCluster, name: string) => cluster.api.listPodsOnNode(name);

  it('is Unknown and tainted 50 s after it was last heard of, and its Pods are not ready', () => {
    const cluster = silenced();
    cluster.run(38_000);
    expect(taints(cluster, 'a')).toEqual([]);
    cluster.run(20_000);
    const ready = cluster.api.get('nodes', undefined, 'a')?.status?.conditions?.find(({ type }) => type === 'Ready');
    expect(ready).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(taints(cluster, 'a')).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    const [pod] = podsOn(cluster, 'a');
    const states = Object.fromEntries((pod?.status?.conditions ?? []).map(({ type, status }) => [type, status]));
    expect(states).toMatchObject({ Ready: 'False', ContainersReady: 'True' });
    expect(eventTexts(cluster, 'Pod')).toContain('Warning NodeNotReady Node is not ready x1');
  });

  it('loses its Pods after their toleration of 300 s; they are replaced elsewhere and stay terminating', () => {
    const cluster = silenced();
    cluster.run(340_000);
    expect(podsOn(cluster, 'b')).toHaveLength(1);
    cluster.run(30_000);
    expect(podsOn(cluster, 'b')).toHaveLength(2);
    const [stuck] = podsOn(cluster, 'a');
    expect(stuck?.metadata.deletionTimestamp).toBeDefined();
    expect(stuck?.status?.conditions?.at(-1)).toMatchObject({
      type: 'DisruptionTarget',
      reason: 'DeletionByTaintManager',
    });
  });

  it('keeps its Pods when it comes back in time', () => {
    const cluster = silenced();
    cluster.run(100_000);
    cluster.kubelet.silentNodes.delete('a');
    const node = cluster.api.get('nodes', undefined, 'a');
    if (!node) throw new Error('the node is gone');
    const conditions = [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: 'now' }];
    cluster.api.updateStatus('nodes', { ...node, status: { ...node.status, conditions } });
    cluster.kubelet.renewLease('a');
    cluster.run(400_000);
    expect(taints(cluster, 'a')).toEqual([]);
    expect(podsOn(cluster, 'a')).toHaveLength(1);
    expect(eventTexts(cluster, 'Pod').join('\n')).toContain('Cancelling deletion of Pod default/web-HASH-POD');
  });
});
