import { expect, it } from 'vitest';
import { aStoredDeployment } from '../testing/objects.ts';
import { fencepostsOf } from './fenceposts.ts';

it.each([
  [3, '25%', '25%', 1, 0],
  [4, '25%', '25%', 1, 1],
  [10, '25%', '25%', 3, 2],
  [5, 2, 0, 2, 0],
  [5, 0, 0, 0, 1],
  [3, '0%', '10%', 0, 1],
  [2, 0, 5, 0, 2],
  [0, '25%', '25%', 0, 0],
])(
  'of %i replicas, surge %s and unavailable %s mean %i and %i',
  (replicas, surge, unavailable, maxSurge, maxUnavailable) => {
    const rollingUpdate = { maxSurge: surge, maxUnavailable: unavailable };
    const deployment = aStoredDeployment({ replicas, strategy: { type: 'RollingUpdate', rollingUpdate } });
    expect(fencepostsOf(deployment)).toEqual({ maxSurge, maxUnavailable });
  },
);

it('does not apply to Recreate', () => {
  expect(fencepostsOf(aStoredDeployment({ strategy: { type: 'Recreate' } }))).toEqual({
    maxSurge: 0,
    maxUnavailable: 0,
  });
});
