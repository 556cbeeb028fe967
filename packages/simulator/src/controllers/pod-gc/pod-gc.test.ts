import { expect, it } from 'vitest';
import { createTestCluster } from '../testing/test-cluster.ts';

const containers = [{ name: 'app', image: 'busybox:1.37' }];

it('gives up a Pod of a node that does not exist after 40 s', () => {
  const cluster = createTestCluster();
  cluster.api.create('pods', { metadata: { name: 'lost' }, spec: { nodeName: 'nowhere', containers } });
  cluster.kubelet.silentNodes.add('nowhere');
  cluster.run(39_000);
  expect(cluster.pods('default')).toHaveLength(1);
  cluster.run(2000);
  expect(cluster.pods('default')).toEqual([]);
  const last = cluster.history('pods').findLast(({ type }) => type === 'MODIFIED')?.object;
  expect(last?.status).toMatchObject({
    phase: 'Failed',
    conditions: expect.arrayContaining([
      expect.objectContaining({ type: 'DisruptionTarget', reason: 'DeletionByPodGC' }),
    ]),
  });
});

it('gives up the Pods of a node that is deleted', () => {
  const cluster = createTestCluster();
  cluster.api.create('pods', { metadata: { name: 'bare' }, spec: { containers } });
  cluster.run(5000);
  cluster.api.delete('nodes', undefined, 'node-1');
  cluster.run(45_000);
  expect(cluster.pods('default')).toEqual([]);
});
