import { expect, it } from 'vitest';
import type { PodGroups, PodUsage } from './group-pods.ts';
import { proposeReplicas } from './replica-count.ts';

function usageOf(values: readonly number[]): Map<string, PodUsage> {
  return new Map(values.map((value, i) => [`p${i}`, { value, timeMs: 0, windowMs: 15_000 }]));
}

function groups(more: Partial<PodGroups> & { readonly readyCount: number }): PodGroups {
  return { unready: new Set(), missing: new Set(), ignored: new Set(), ...more };
}

const requests = new Map(['p0', 'p1', 'p2', 'p3'].map((name) => [name, 100]));

// Every row: usage of the Pods p0, p1, … that each ask for 100m; the target in percent.
it.each([
  ['usage above the target', [80, 80], groups({ readyCount: 2 }), 2, 50, 4],
  ['usage below the target', [10, 10, 10, 10], groups({ readyCount: 4 }), 4, 50, 1],
  ['usage a tenth above the target', [55, 55], groups({ readyCount: 2 }), 2, 50, 2],
  ['usage just more than a tenth above', [56, 56], groups({ readyCount: 2 }), 2, 50, 3],
  [
    'a Pod without usage, which counts as idle when more are wanted',
    [90],
    groups({ readyCount: 1, missing: new Set(['p1']) }),
    2,
    50,
    2,
  ],
  [
    'a Pod without usage, which counts as busy when fewer are wanted',
    [10],
    groups({ readyCount: 1, missing: new Set(['p1']) }),
    2,
    50,
    2,
  ],
  [
    'a Pod that is not ready, which counts as idle when more are wanted',
    [180, 99],
    groups({ readyCount: 1, unready: new Set(['p1']) }),
    2,
    50,
    4,
  ],
  [
    'a Pod that is not ready, which does not count otherwise',
    [20, 99],
    groups({ readyCount: 1, unready: new Set(['p1']) }),
    2,
    50,
    1,
  ],
  [
    'a Pod that is going, which does not count',
    [80, 500],
    groups({ readyCount: 1, ignored: new Set(['p1']) }),
    1,
    50,
    2,
  ],
])('proposes by %s', (_about, values, podGroups, current, utilization, replicas) => {
  expect(proposeReplicas(current, usageOf(values), podGroups, { utilization, requests })).toMatchObject({ replicas });
});

it('says when there is no usage to go by', () => {
  expect(
    proposeReplicas(1, usageOf([80]), groups({ readyCount: 0, unready: new Set(['p0']) }), {
      utilization: 50,
      requests,
    }),
  ).toBe('did not receive metrics for targeted pods (pods might be unready)');
});

it('takes another tolerance when the user sets one', () => {
  const target = { utilization: 50, requests };
  expect(proposeReplicas(2, usageOf([70, 70]), groups({ readyCount: 2 }), target, { up: 0.5 })).toMatchObject({
    replicas: 2,
  });
});

it('knows targets in absolute terms', () => {
  expect(proposeReplicas(2, usageOf([300, 100]), groups({ readyCount: 2 }), { average: 100 })).toEqual({
    replicas: 4,
    average: 200,
    ratio: 2,
  });
});
