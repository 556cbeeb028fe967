import { describe, expect, it } from 'vitest';
import { eventTexts } from '../controllers/testing/summaries.ts';
import { aDeployment, createNode, createTestCluster } from '../controllers/testing/test-cluster.ts';

const containers = (cpu?: string) => [
  { name: 'app', image: 'busybox:1.37', ...(cpu ? { resources: { requests: { cpu } } } : {}) },
];

describe('the scheduler', () => {
  it('binds a Pod and says so', () => {
    const cluster = createTestCluster();
    cluster.api.create('pods', { metadata: { name: 'web' }, spec: { containers: containers() } });
    cluster.run(100);
    expect(cluster.pods('default')[0]?.spec?.nodeName).toBe('node-1');
    expect(eventTexts(cluster, 'Pod')).toEqual(['Normal Scheduled Successfully assigned default/web to node-1 x1']);
  });

  it('spreads the Pods of a Deployment evenly', () => {
    const cluster = createTestCluster({ nodes: ['a', 'b', 'c'] });
    cluster.api.create('deployments', aDeployment('web', 9));
    cluster.run(5000);
    expect(['a', 'b', 'c'].map((name) => cluster.api.listPodsOnNode(name).length)).toEqual([3, 3, 3]);
  });

  it('says why a Pod fits nowhere, and tries again when that has changed, but not before', () => {
    const cluster = createTestCluster();
    cluster.api.create('pods', {
      metadata: { name: 'web' },
      spec: { nodeSelector: { disk: 'ssd' }, containers: containers() },
    });
    cluster.run(60_000);
    const message =
      "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
    expect(cluster.pods('default')[0]?.status).toMatchObject({
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, observedGeneration: 1 }],
    });
    expect(eventTexts(cluster, 'Pod')).toEqual([`Warning FailedScheduling ${message} x1`]);
    cluster.api.mergePatch('nodes', undefined, 'node-1', { metadata: { labels: { disk: 'ssd' } } });
    cluster.run(100);
    expect(cluster.pods('default')[0]?.spec?.nodeName).toBe('node-1');
  });

  it('leaves a Pod waiting whose volume claim does not exist', () => {
    const cluster = createTestCluster();
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'none' } }];
    cluster.api.create('pods', { metadata: { name: 'web' }, spec: { volumes, containers: containers() } });
    cluster.run(1000);
    expect(eventTexts(cluster, 'Pod')).toEqual([
      'Warning FailedScheduling 0/1 nodes are available: persistentvolumeclaim "none" not found. not found x1',
    ]);
  });

  it('tries a Pod again when room is made, and when a node comes', () => {
    const cluster = createTestCluster();
    for (const name of ['a', 'b', 'c']) {
      cluster.api.create('pods', { metadata: { name }, spec: { containers: containers('1500m') } });
      cluster.run(100);
    }
    expect(cluster.pods('default').map(({ spec }) => spec?.nodeName)).toEqual(['node-1', undefined, undefined]);
    cluster.api.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    cluster.run(100);
    expect(cluster.pods('default').map(({ spec }) => spec?.nodeName)).toEqual(['node-1', undefined]);
    createNode(cluster.api, 'node-2');
    cluster.run(100);
    expect(cluster.pods('default').map(({ spec }) => spec?.nodeName)).toEqual(['node-1', 'node-2']);
  });

  it('does not try a Pod again for a node that only says it is alive', () => {
    const cluster = createTestCluster({ nodes: ['a', 'b'] });
    cluster.api.mergePatch('nodes', undefined, 'a', { spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } });
    cluster.run(100);
    cluster.api.create('pods', { metadata: { name: 'web' }, spec: { containers: containers('64') } });
    cluster.run(100);
    const node = cluster.api.get('nodes', undefined, 'b');
    if (!node) throw new Error('the node is gone');
    const conditions = [{ type: 'Ready', status: 'True', lastHeartbeatTime: 'later' }];
    cluster.api.updateStatus('nodes', { ...node, status: { ...node.status, conditions } });
    cluster.run(1000);
    expect(eventTexts(cluster, 'Pod')).toEqual([expect.stringMatching(/ x1$/)]);
  });

  it('tries a Pod again after five minutes, even though nothing happened', () => {
    const cluster = createTestCluster();
    cluster.api.create('pods', { metadata: { name: 'web' }, spec: { containers: containers('64') } });
    cluster.run(340_000);
    expect(eventTexts(cluster, 'Pod')).toEqual([expect.stringMatching(/ x2$/)]);
  });

  it('tries a Pod again for a change of itself only when that can matter to what rejected it', () => {
    const cluster = createTestCluster();
    cluster.api.mergePatch('nodes', undefined, 'node-1', { spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } });
    cluster.run(100);
    cluster.api.create('pods', { metadata: { name: 'web' }, spec: { containers: containers() } });
    cluster.run(3000);
    cluster.api.mergePatch('pods', 'default', 'web', { metadata: { labels: { a: 'b' } } });
    cluster.run(3000);
    expect(eventTexts(cluster, 'Pod')).toEqual([expect.stringMatching(/untolerated taint.* x1$/)]);
    const [pod] = cluster.pods('default');
    const tolerations = [...(pod?.spec?.tolerations ?? []), { key: 'x', operator: 'Exists' }];
    cluster.api.mergePatch('pods', 'default', 'web', { spec: { tolerations } });
    cluster.run(100);
    expect(cluster.pods('default')[0]?.spec?.nodeName).toBe('node-1');
  });

  it('leaves a Pod alone that it has just rejected, while others are to be tried', () => {
    const cluster = createTestCluster();
    const big = { metadata: { name: 'big' }, spec: { priority: 0, containers: containers('1900m') } };
    cluster.api.create('pods', { metadata: { name: 'first' }, spec: { containers: containers('200m') } });
    cluster.run(100);
    cluster.api.create('pods', big);
    cluster.run(100);
    for (const name of ['a', 'b', 'c']) {
      cluster.api.create('pods', { metadata: { name }, spec: { containers: containers('10m') } });
    }
    cluster.api.delete('pods', 'default', 'first', { gracePeriodSeconds: 0 });
    cluster.run(500);
    const placed = cluster.pods('default').filter(({ spec }) => spec?.nodeName);
    expect(placed.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'big', 'c']);
    const order = cluster
      .history('pods')
      .filter(({ type, object }) => type === 'MODIFIED' && object.spec?.nodeName && !object.status?.podIP)
      .map(({ object }) => object.metadata.name);
    expect([...new Set(order)].filter((name) => name !== 'first')).toEqual(['a', 'b', 'c', 'big']);
  });

  it('leaves gated Pods and those of other schedulers alone', () => {
    const cluster = createTestCluster();
    const gate = { schedulingGates: [{ name: 'wait' }] };
    cluster.api.create('pods', { metadata: { name: 'gated' }, spec: { ...gate, containers: containers() } });
    cluster.api.create('pods', {
      metadata: { name: 'theirs' },
      spec: { schedulerName: 'mine', containers: containers() },
    });
    cluster.run(5000);
    expect(cluster.pods('default').map(({ spec }) => spec?.nodeName)).toEqual([undefined, undefined]);
    expect(eventTexts(cluster, 'Pod')).toEqual([]);
    cluster.api.mergePatch('pods', 'default', 'gated', { spec: { schedulingGates: [] } });
    cluster.run(100);
    expect(cluster.api.get('pods', 'default', 'gated')?.spec?.nodeName).toBe('node-1');
  });

  it('places a thousand Pods within the limits of twenty nodes', () => {
    const nodes = Array.from({ length: 20 }, (_, i) => `node-${i}`);
    const cluster = createTestCluster({ nodes });
    cluster.api.create('deployments', aDeployment('web', 1000));
    cluster.run(5000);
    expect(nodes.map((name) => cluster.api.listPodsOnNode(name).length)).toEqual(nodes.map(() => 50));
  });

  it('makes room for a more important Pod, which is bound when the victim has ended', () => {
    const cluster = createTestCluster();
    cluster.api.create('deployments', aDeployment('low', 2, withRequests('low', '1')));
    cluster.run(5000);
    const spec = { priorityClassName: 'system-node-critical', containers: containers('1') };
    cluster.api.create('pods', { metadata: { name: 'high', namespace: 'kube-system' }, spec });
    cluster.run(500);
    const high = () => cluster.api.get('pods', 'kube-system', 'high');
    expect(high()?.status).toMatchObject({
      nominatedNodeName: 'node-1',
      conditions: [{ reason: 'Unschedulable', message: '0/1 nodes are available: 1 Insufficient cpu.' }],
    });
    const victims = cluster.pods('default').filter(({ metadata }) => metadata.deletionTimestamp);
    expect(victims).toHaveLength(1);
    expect(victims[0]?.status?.conditions).toContainEqual(
      expect.objectContaining({
        type: 'DisruptionTarget',
        reason: 'PreemptionByScheduler',
        message: 'default-scheduler: preempting to accommodate a higher priority pod',
      }),
    );
    expect(eventTexts(cluster, 'Pod')).toContain(
      `Normal Preempted Preempted by pod ${high()?.metadata.uid} on node node-1 x1`,
    );
    cluster.run(5000);
    expect(high()?.spec?.nodeName).toBe('node-1');
    const unassigned = cluster.pods('default').filter((pod) => !pod.spec?.nodeName);
    expect(unassigned.map((pod) => pod.status?.conditions?.[0]?.message)).toEqual([
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    ]);
  });
});

function withRequests(name: string, cpu: string): Parameters<typeof aDeployment>[2] {
  return { template: { metadata: { labels: { app: name } }, spec: { containers: containers(cpu) } } };
}
