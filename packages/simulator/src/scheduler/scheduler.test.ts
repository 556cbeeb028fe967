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

  it('tries a Pod again after five minutes, even though nothing happened', () => {
    const cluster = createTestCluster();
    cluster.api.create('pods', { metadata: { name: 'web' }, spec: { containers: containers('64') } });
    cluster.run(340_000);
    expect(eventTexts(cluster, 'Pod')).toEqual([expect.stringMatching(/ x2$/)]);
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
});
