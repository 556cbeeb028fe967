import { expect, it } from 'vitest';
import { planReplicas } from './plan-replicas.ts';

it.each([
  [0, 3, { action: 'create', count: 3 }],
  [2, 3, { action: 'create', count: 1 }],
  [3, 3, { action: 'none' }],
  [5, 2, { action: 'delete', count: 3 }],
  [0, 1000, { action: 'create', count: 500 }],
  [1000, 0, { action: 'delete', count: 500 }],
])('with %i active of %i wanted Pods: %o', (active, desired, plan) => {
  expect(planReplicas(active, desired)).toEqual(plan);
});
