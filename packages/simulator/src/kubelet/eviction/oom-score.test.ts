import { expect, it } from 'vitest';
import { oomScoreAdjustment } from './oom-score.ts';
import type { StoredPod } from '../pod-types.ts';

it.each([
  ['Guaranteed', '1Gi', -997],
  ['BestEffort', undefined, 1000],
  ['Burstable', undefined, 999],
  ['Burstable', '1Gi', 750],
  ['Burstable', '4Gi', 3],
])('a %s container that asks for %s is at %i', (qosClass, memory, expected) => {
  const pod = { metadata: { name: 'p' }, status: { qosClass }, spec: { containers: [] } } as unknown as StoredPod;
  const container = { name: 'c', ...(memory && { resources: { requests: { memory } } }) };
  expect(oomScoreAdjustment(pod, container, 4 * 1024 ** 3)).toBe(expected);
});
