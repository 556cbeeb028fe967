import { describe, expect, it } from 'vitest';
import { shiftTimes } from './shift-times.ts';

const minute = 60_000;

describe('shiftTimes', () => {
  it.each([
    ['a time', { creationTimestamp: '2026-01-01T00:01:00Z' }, { creationTimestamp: '2026-01-01T00:00:00Z' }],
    [
      'when the Pods of a Service changed',
      { annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T00:01:00Z' } },
      { annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T00:00:00Z' } },
    ],
    [
      'which time of a schedule a Job is for',
      { annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T00:01:00Z', other: 'x' } },
      { annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T00:00:00Z', other: 'x' } },
    ],
  ])('moves %s', (_, metadata, moved) => {
    expect(shiftTimes('core.ConfigMap', { metadata }, -minute)).toEqual({ metadata: moved });
  });

  it('leaves what clients write about time, and shares what does not move', () => {
    const object = { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:01:00Z' } } };
    expect(shiftTimes('core.ConfigMap', object, -minute)).toBe(object);
  });
});
