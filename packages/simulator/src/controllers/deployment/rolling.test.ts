import { describe, expect, it } from 'vitest';
import { aReplicaSet, aStoredDeployment } from '../testing/objects.ts';
import { newReplicaSetSize, planScaleDown } from './rolling.ts';

describe('newReplicaSetSize', () => {
  it.each([
    ['starts with the surge', 3, 0, 3, 1],
    ['waits while the surge is used up', 3, 1, 4, 1],
    ['grows as old Pods go', 3, 1, 3, 2],
    ['never grows beyond the wanted size', 3, 3, 3, 3],
    ['shrinks when it is too large', 2, 5, 5, 2],
    ['takes all when nothing is there', 3, 0, 0, 3],
  ])('%s', (_, replicas, current, total, size) => {
    expect(newReplicaSetSize(aStoredDeployment({ replicas }), current, total)).toBe(size);
  });
});

describe('planScaleDown', () => {
  const plan = (replicas: number, fresh: [number, number], ...old: [string, number, number][]) => {
    const replicaSets = old.map(([name, size, available], i) =>
      aReplicaSet(name, size, { available, metadata: { creationTimestamp: `2026-11-2${i}T00:00:00Z` } }),
    );
    const newReplicaSet = aReplicaSet('new', fresh[0], { available: fresh[1] });
    const steps = planScaleDown(aStoredDeployment({ replicas }), newReplicaSet, replicaSets);
    return steps.map(({ replicaSet, replicas }) => `${replicaSet.metadata.name}→${replicas}`);
  };

  it.each([
    ['waits until a new Pod is available', 3, [1, 0], [['old', 3, 3]], []],
    ['gives up one old Pod for each new available one', 3, [1, 1], [['old', 3, 3]], ['old→2']],
    ['ends the last one', 3, [3, 3], [['old', 1, 1]], ['old→0']],
    ['has nothing to do without old Pods', 3, [3, 3], [['old', 0, 0]], []],
    ['waits until a ReplicaSet that was made smaller has counted its Pods again', 4, [2, 0], [['old', 4, 10]], []],
    ['uses what may be unavailable', 4, [1, 0], [['old', 4, 4]], ['old→3']],
    [
      'removes unhealthy old Pods first, oldest ReplicaSet first',
      3,
      [1, 1],
      [
        ['a', 2, 1],
        ['b', 1, 0],
      ],
      ['a→1'],
    ],
    [
      'never touches healthy Pods for a stuck new ReplicaSet',
      3,
      [1, 0],
      [
        ['good', 3, 3],
        ['bad', 1, 0],
      ],
      ['bad→0'],
    ],
  ] as [string, number, [number, number], [string, number, number][], string[]][])(
    '%s',
    (_, replicas, fresh, old, steps) => {
      expect(plan(replicas, fresh, ...old)).toEqual(steps);
    },
  );
});
