import { expect, it } from 'vitest';
import { aReplicaSet, aStoredDeployment } from '../testing/objects.ts';
import { planProportionalScale } from './proportional.ts';

it.each([
  ['4 → 8 with 3 and 2 (as recorded)', 8, 5, [3, 2], [6, 4]],
  ['10 → 15 with the surge in use', 15, 13, [8, 5], [12, 7]],
  ['to nothing', 0, 5, [3, 2], [0, 0]],
  ['down', 4, 10, [6, 4], [3, 2]],
])('spreads a change of size over the ReplicaSets: %s', (_, replicas, maxReplicas, before, after) => {
  const annotations = { 'deployment.kubernetes.io/max-replicas': String(maxReplicas) };
  const replicaSets = before.map((size, i) => aReplicaSet(`rs-${i}`, size, { metadata: { annotations } }));
  const sizes = planProportionalScale(aStoredDeployment({ replicas }), replicaSets);
  expect(sizes.map((resize) => resize.replicas)).toEqual(after);
});
