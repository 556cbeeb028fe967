import { describe, expect, it } from 'vitest';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { aPod, meta } from '../testing/objects.ts';
import { budgetStatus, failedStatus, nextDisruptionCheckMs } from './budget-status.ts';

const nowMs = Date.parse('2026-11-24T00:10:00Z');
const budget = (
  spec: StoredOf<'poddisruptionbudgets'>['spec'],
  status?: StoredOf<'poddisruptionbudgets'>['status'],
): StoredOf<'poddisruptionbudgets'> => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: meta({ generation: 2 }),
  ...(spec ? { spec } : {}),
  ...(status ? { status } : {}),
});
const pods = (healthy: number, sick = 0) => [
  ...Array.from({ length: healthy }, (_, i) => aPod({ name: `healthy-${i}` })),
  ...Array.from({ length: sick }, () => aPod({ ready: false })),
];

describe('budgetStatus', () => {
  it.each([
    ['minAvailable 2 of 3', { minAvailable: 2 }, pods(3), 3, [3, 2, 3, 1]],
    ['minAvailable 3 of 3', { minAvailable: 3 }, pods(3), 3, [3, 3, 3, 0]],
    ['one that is not ready', { minAvailable: 2 }, pods(2, 1), 3, [3, 2, 2, 0]],
    ['half of five, rounded up', { minAvailable: '50%' }, pods(5), 5, [5, 3, 5, 2]],
    ['a quarter of five unavailable, rounded up', { maxUnavailable: '25%' }, pods(5), 5, [5, 3, 5, 2]],
    ['one unavailable of what the Deployment asks for', { maxUnavailable: 1 }, pods(2), 3, [3, 2, 2, 0]],
    ['no Pods', { minAvailable: 1 }, [], 0, [0, 1, 0, 0]],
    ['no minimum and no Pods', { minAvailable: 0 }, [], 0, [0, 0, 0, 0]],
  ])(
    'counts %s',
    (_, spec, selected, desiredByControllers, [expectedPods, desiredHealthy, currentHealthy, allowed]) => {
      const status = budgetStatus({ budget: budget(spec), pods: selected, desiredByControllers, nowMs });
      expect(status).toMatchObject({ expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed: allowed });
      expect(status.conditions?.[0]).toMatchObject({
        type: 'DisruptionAllowed',
        status: allowed ? 'True' : 'False',
        reason: allowed ? 'SufficientPods' : 'InsufficientPods',
        message: '',
      });
    },
  );

  it('does not count Pods whose eviction was granted, until it is seen or has taken too long', () => {
    const announced = (time: string) => budget({ minAvailable: 2 }, { disruptedPods: { 'healthy-0': time } } as never);
    const observe = (time: string, selected = pods(3)) =>
      budgetStatus({ budget: announced(time), pods: selected, desiredByControllers: 3, nowMs });
    const fresh = observe('2026-11-24T00:09:30Z');
    expect(fresh).toMatchObject({
      currentHealthy: 2,
      disruptionsAllowed: 0,
      disruptedPods: { 'healthy-0': expect.any(String) },
    });
    expect(nextDisruptionCheckMs(fresh, nowMs)).toBe(90_000);
    expect(observe('2026-11-24T00:07:00Z')).not.toHaveProperty('disruptedPods');
    const going = [aPod({ name: 'healthy-0', metadata: { deletionTimestamp: 'now' } }), ...pods(3).slice(1)];
    expect(observe('2026-11-24T00:09:30Z', going)).not.toHaveProperty('disruptedPods');
  });
});

it('allows no disruption when the number of Pods cannot be worked out', () => {
  expect(failedStatus(budget({ maxUnavailable: 1 }), 'jobs.batch does not implement it', nowMs)).toEqual({
    currentHealthy: 0,
    desiredHealthy: 0,
    expectedPods: 0,
    disruptionsAllowed: 0,
    conditions: [
      {
        type: 'DisruptionAllowed',
        status: 'False',
        lastTransitionTime: '2026-11-24T00:10:00Z',
        reason: 'SyncFailed',
        message: 'jobs.batch does not implement it',
      },
    ],
  });
});
