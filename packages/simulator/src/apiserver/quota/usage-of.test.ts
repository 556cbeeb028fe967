import { formatTime } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import { pods } from '../registry/kinds/pods.ts';
import { usageOf } from './usage-of.ts';

const nowMs = 1_000_000_000_000;

it.each([
  ['runs', {}, 'Running', true],
  ['has ended', {}, 'Failed', false],
  ['has been asked to go', { deletionTimestamp: formatTime(nowMs + 10_000) }, 'Running', true],
  ['is late', { deletionTimestamp: formatTime(nowMs - 10_000) }, 'Running', true],
  ['is later than its grace once more', { deletionTimestamp: formatTime(nowMs - 31_000) }, 'Running', false],
])('a Pod that %s counts: %j %s %s', (_, deletion, phase, counts) => {
  const metadata = { name: 'web', uid: 'u', resourceVersion: '1', creationTimestamp: '', ...deletion };
  const grace = 'deletionTimestamp' in deletion ? { deletionGracePeriodSeconds: 30 } : {};
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, ...grace },
    spec: { containers: [{ name: 'app' }] },
    status: { phase },
  };
  expect('pods' in usageOf(pods, pod, nowMs)).toBe(counts);
});
