import type { EventList } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { createEmbeddedCluster } from '../../cluster/create-embedded-cluster.ts';
import { ask } from '../../cluster/testing/request.ts';

it('a kubelet says which node it means by name alone: kubectl describe node shows what the controller says of it', () => {
  const cluster = createEmbeddedCluster({
    seed: 'events of a node',
    startTimeMs: Date.UTC(2026, 10, 24, 12),
    nodes: [{ name: 'node-1' }],
  });
  cluster.time.runUntil(cluster.time.nowMs() + 30_000);
  const { uid } = ask(cluster, 'GET', '/api/v1/nodes/node-1').metadata;
  const { items } = ask(cluster, 'GET', '/api/v1/namespaces/default/events') as unknown as EventList;
  const told = items.map(({ involvedObject, reason, source }) => [source?.component, reason, involvedObject.uid]);
  expect(told).toContainEqual(['node-controller', 'RegisteredNode', uid]);
  expect(told).toContainEqual(['kubelet', 'NodeReady', undefined]);
  const described = (value: string) =>
    ask(cluster, 'GET', `/api/v1/events?fieldSelector=involvedObject.uid%3D${value}`) as unknown as EventList;
  expect(described('node-1').items).toEqual([]);
  expect(described(uid ?? '').items.map(({ reason }) => reason)).toEqual(['RegisteredNode']);
});
