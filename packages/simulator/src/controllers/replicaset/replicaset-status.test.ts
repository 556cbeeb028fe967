import { StatusError } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { aPod, aReplicaSet } from '../testing/objects.ts';
import { podStanding } from './pod-standing.ts';
import { type PodCounts, PodTally } from './pod-tally.ts';
import { nextAvailabilityMs, replicaSetStatus } from './replicaset-status.ts';

const nowMs = Date.parse('2026-11-24T00:00:15Z');
const replicaSet = aReplicaSet('a', 3, { metadata: { generation: 4 }, status: { replicas: 0 } });
const labels = { app: 'web', 'pod-template-hash': 'a' };

type PodObject = Parameters<typeof podStanding>[0];

function countsOf(pods: readonly PodObject[], by: typeof replicaSet, atMs = nowMs): PodCounts {
  const tally = new PodTally();
  for (const [i, pod] of pods.entries()) tally.put(String(i), { ...podStanding(pod, by), isSelected: true });
  return tally.counts(atMs);
}

describe('replicaSetStatus', () => {
  it('counts, leaves zeros out as the API does, and keeps the order of fields', () => {
    const pods = [aPod({ metadata: { labels } }), aPod({ ready: false, metadata: { labels } }), aPod()];
    const counts = countsOf(pods, replicaSet);
    expect(JSON.stringify(replicaSetStatus({ replicaSet, counts, nowMs }))).toBe(
      '{"replicas":3,"fullyLabeledReplicas":2,"readyReplicas":2,"availableReplicas":2,"terminatingReplicas":0,"observedGeneration":4}',
    );
    const gone = { ...countsOf([], replicaSet), terminating: 2 };
    expect(JSON.stringify(replicaSetStatus({ replicaSet, counts: gone, nowMs }))).toBe(
      '{"replicas":0,"terminatingReplicas":2,"observedGeneration":4}',
    );
  });

  it('takes a Pod for available once it has been ready for minReadySeconds', () => {
    const patient = { ...replicaSet, spec: { ...replicaSet.spec, minReadySeconds: 10 } };
    const pods = [aPod({ ready: '2026-11-24T00:00:05Z' }), aPod({ ready: '2026-11-24T00:00:06Z' })];
    const observation = { replicaSet: patient, counts: countsOf(pods, patient), nowMs };
    expect(replicaSetStatus(observation)).toMatchObject({ readyReplicas: 2, availableReplicas: 1 });
    expect(nextAvailabilityMs(observation)).toBe(1000);
    const later = { ...observation, nowMs: nowMs + 1000 };
    expect(nextAvailabilityMs(later)).toBeUndefined();
    expect(replicaSetStatus(later)).toMatchObject({ availableReplicas: 2 });
  });

  it('says why Pods cannot be created, once, and takes it back', () => {
    const failure = new StatusError({ message: 'no', reason: 'Forbidden', code: 403 });
    const failed = replicaSetStatus({ replicaSet, counts: countsOf([], replicaSet), failure, nowMs });
    expect(failed.conditions).toEqual([
      {
        type: 'ReplicaFailure',
        status: 'True',
        lastTransitionTime: '2026-11-24T00:00:15Z',
        reason: 'FailedCreate',
        message: 'no',
      },
    ]);
    const again = { ...replicaSet, status: failed };
    const later = { counts: countsOf([], replicaSet), nowMs: nowMs + 5000 };
    expect(replicaSetStatus({ replicaSet: again, ...later, failure }).conditions).toEqual(failed.conditions);
    expect(replicaSetStatus({ replicaSet: again, ...later }).conditions).toBeUndefined();
  });
});
