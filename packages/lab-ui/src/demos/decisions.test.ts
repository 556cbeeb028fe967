import { describe, expect, it } from 'vitest';
import { backOffRuns } from './back-off-runs.ts';
import { explainQos, quantityFault, requestFault } from './explain-qos.ts';
import { planRollout } from './rollout-steps.ts';

describe('backOffRuns', () => {
  const waits = (seconds: number, count: number) =>
    backOffRuns(seconds * 1000, count).map(({ waitMs }) => waitMs / 1000);

  it('doubles from 10 s to 5 min for a container that dies soon', () => {
    expect(waits(5, 9)).toEqual([0, 10, 20, 40, 80, 160, 300, 300, 300]);
  });
  it('begins anew for one that runs longer than ten minutes', () => {
    expect(waits(601, 4)).toEqual([0, 0, 0, 0]);
  });
  it('forgets during the wait, as a real kubelet was seen to', () => {
    expect(waits(595, 4)).toEqual([0, 10, 10, 10]);
  });
});

describe('explainQos', () => {
  const none = { cpuRequest: '', cpuLimit: '', memoryRequest: '', memoryLimit: '' };
  const gib = 1024 ** 3;

  it.each([
    ['BestEffort', none, 'No container asks for cpu or memory.', 1000],
    ['Guaranteed', { ...none, cpuLimit: '1', memoryLimit: '1Gi' }, 'Every container has limits', -997],
    ['Burstable', { ...none, cpuRequest: '1' }, 'app has no limit of cpu.', 999],
    [
      'Burstable',
      { cpuRequest: '1', cpuLimit: '1', memoryRequest: '1Gi', memoryLimit: '2Gi' },
      'app requests 1Gi of memory and may use up to 2Gi.',
      875,
    ],
  ] as const)('%s', (qosClass, typed, because, score) => {
    const answer = explainQos([{ name: 'app', ...typed }], 8 * gib);
    expect(answer.qosClass).toBe(qosClass);
    expect(answer.because).toContain(because);
    expect(answer.oomScores).toEqual([score]);
  });

  it('says what the API server fills in', () => {
    const { filledIn } = explainQos([{ name: 'app', ...none, memoryLimit: '64Mi' }], gib);
    expect(filledIn).toEqual(['app has a limit of memory and no request: the API server sets the request to 64Mi']);
  });

  it('names what is no quantity, and a request above its limit', () => {
    expect(quantityFault('64 MB')).toContain('is no quantity');
    expect(quantityFault('-1')).toContain('is negative');
    expect(quantityFault('250m')).toBeUndefined();
    expect(requestFault('2', '1')).toContain('less than or equal');
    expect(requestFault('500m', '1')).toBeUndefined();
  });
});

describe('planRollout', () => {
  it.each([
    ['one by one with the defaults', 3, '25%', '25%', 3, 4],
    ['all at once with a full surge', 4, '100%', 0, 4, 8],
    ['without surge, by leaving places empty', 4, 0, 1, 3, 4],
    ['with both 0, one place is left empty all the same', 2, 0, 0, 1, 2],
  ] as const)('%s', (_, replicas, maxSurge, maxUnavailable, leastAvailable, mostPods) => {
    const rollout = planRollout({ replicas, maxSurge, maxUnavailable, readySeconds: 5 });
    expect(rollout).toMatchObject({ leastAvailable, mostPods });
    for (const { old, newReady, newStarting } of rollout.steps) {
      expect(old + newReady).toBeGreaterThanOrEqual(leastAvailable);
      expect(old + newReady + newStarting).toBeLessThanOrEqual(mostPods);
    }
    expect(rollout.steps.at(-1)).toMatchObject({ old: 0, newReady: replicas, newStarting: 0 });
  });

  it('takes as long as the new Pods need', () => {
    const { steps } = planRollout({ replicas: 3, maxSurge: 1, maxUnavailable: 0, readySeconds: 5 });
    expect(steps.at(-1)?.atSeconds).toBe(15);
  });
});
