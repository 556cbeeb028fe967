import { selectorOf } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import { aPod, meta } from '../controllers/testing/objects.ts';
import { ClusterState } from './cluster-state.ts';

const selector = selectorOf({ matchLabels: { app: 'web' } });
const labels = { app: 'web' };

function filled() {
  const cluster = new ClusterState();
  for (const name of ['a', 'b']) cluster.setNode({ apiVersion: 'v1', kind: 'Node', metadata: meta({ name }) });
  const pod = aPod({ metadata: { labels } });
  cluster.setPod(pod, 'a');
  const counts = () => Object.fromEntries(cluster.matchCounts.get('ns', selector));
  const podsOn = () => Object.fromEntries(cluster.nodes().map(({ node, pods }) => [node?.metadata.name, pods.size]));
  return { cluster, pod, counts, podsOn };
}

it('keeps counts right as Pods come, change and go', () => {
  const { cluster, pod, counts, podsOn } = filled();
  expect(counts()).toEqual({ a: 1 });
  cluster.setPod(aPod({ metadata: { labels } }), 'b');
  cluster.setPod(aPod(), 'b');
  expect(counts()).toEqual({ a: 1, b: 1 });
  cluster.setPod({ ...pod, metadata: { ...pod.metadata, labels: { app: 'loose' } } }, 'a');
  expect(counts()).toEqual({ a: 0, b: 1 });
  expect(cluster.removePod(pod.metadata.uid)).toBe(true);
  expect(cluster.removePod(pod.metadata.uid)).toBe(false);
  expect(podsOn()).toEqual({ a: 0, b: 2 });
});

it('has a Pod as it is now, once, when the same comes again', () => {
  const { cluster, pod, counts } = filled();
  expect(counts()).toEqual({ a: 1 });
  const running = { ...pod, status: { phase: 'Running' } };
  cluster.setPod(running, 'a');
  const [a] = cluster.nodes();
  expect([...(a?.pods.values() ?? [])].map((info) => info.pod)).toEqual([running]);
  expect(counts()).toEqual({ a: 1 });
  const going = { ...running, metadata: { ...running.metadata, deletionTimestamp: '2026-11-24T12:00:00Z' } };
  cluster.setPod(going, 'a');
  expect(counts()).toEqual({ a: 0 });
  const containers = [{ name: 'app', resources: { requests: { cpu: '2' } } }];
  cluster.setPod({ ...pod, spec: { ...pod.spec, containers } }, 'a');
  expect(a?.requested).toEqual({ cpu: 2000 });
  expect(counts()).toEqual({ a: 1 });
});

it('takes a Pod off when it has ended', () => {
  const { cluster, pod, counts, podsOn } = filled();
  expect(counts()).toEqual({ a: 1 });
  cluster.setPod({ ...pod, status: { phase: 'Succeeded' } }, 'a');
  expect(podsOn()).toEqual({ a: 0, b: 0 });
  expect(counts()).toEqual({ a: 0 });
});

it('remembers the Pods of a node that comes back', () => {
  const { cluster, podsOn } = filled();
  cluster.removeNode('a');
  expect(podsOn()).toEqual({ b: 0 });
  cluster.setNode({ apiVersion: 'v1', kind: 'Node', metadata: meta({ name: 'a' }) });
  expect(podsOn()).toEqual({ b: 0, a: 1 });
});

it('keeps room for Pods to which a node is promised, but not against more important ones', () => {
  const { cluster, podsOn } = filled();
  const promised = aPod({ spec: { priority: 10, nodeName: '' } });
  cluster.nominate(promised, 'b');
  const seenBy = (priority: number) => cluster.withNominated(aPod({ spec: { priority } }), podsOn);
  expect(seenBy(10)).toEqual({ a: 1, b: 1 });
  expect(seenBy(11)).toEqual({ a: 1, b: 0 });
  expect(cluster.withNominated(promised, podsOn)).toEqual({ a: 1, b: 0 });
  expect(podsOn()).toEqual({ a: 1, b: 0 });
  cluster.denominate(promised.metadata.uid);
  expect(seenBy(0)).toEqual({ a: 1, b: 0 });
});
