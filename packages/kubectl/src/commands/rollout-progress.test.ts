import { describe, expect, it } from 'vitest';
import { daemonSetProgress, statefulSetProgress } from './rollout-progress.ts';

const metadata = {
  name: 'db',
  uid: 'u',
  resourceVersion: '1',
  creationTimestamp: '2026-11-24T00:00:00Z',
  generation: 2,
};
const required = { selector: {}, template: {} };

describe('statefulSetProgress', () => {
  const rolling = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } };
  it.each([
    ['the change is not seen', { observedGeneration: 1 }, 'Waiting for statefulset spec update to be observed...\n'],
    ['Pods are not ready', { observedGeneration: 2, readyReplicas: 2 }, 'Waiting for 1 pods to be ready...\n'],
    [
      'Pods above the partition are old',
      { observedGeneration: 2, readyReplicas: 3, updatedReplicas: 1 },
      'Waiting for partitioned roll out to finish: 1 out of 2 new pods have been updated...\n',
    ],
    [
      'all above it are new',
      { observedGeneration: 2, readyReplicas: 3, updatedReplicas: 2 },
      'partitioned roll out complete: 2 new pods have been updated...\n',
    ],
  ])('tells that %s', (_, status, text) => {
    const spec = { ...required, serviceName: 'db', replicas: 3, updateStrategy: rolling };
    const set = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec,
      status: { replicas: 3, ...status },
    } as const;
    expect(statefulSetProgress(set).text).toBe(text);
  });

  it('knows none where Pods are replaced on deletion', () => {
    const spec = { ...required, serviceName: 'db', updateStrategy: { type: 'OnDelete' } };
    const set = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec } as const;
    expect(() => statefulSetProgress(set)).toThrow('rollout status is only available for RollingUpdate strategy type');
  });
});

describe('daemonSetProgress', () => {
  it.each([
    [{ observedGeneration: 1 }, 'Waiting for daemon set spec update to be observed...\n'],
    [
      { observedGeneration: 2, updatedNumberScheduled: 1 },
      'Waiting for daemon set "db" rollout to finish: 1 out of 2 new pods have been updated...\n',
    ],
    [
      { observedGeneration: 2, updatedNumberScheduled: 2, numberAvailable: 1 },
      'Waiting for daemon set "db" rollout to finish: 1 of 2 updated pods are available...\n',
    ],
    [
      { observedGeneration: 2, updatedNumberScheduled: 2, numberAvailable: 2 },
      'daemon set "db" successfully rolled out\n',
    ],
  ])('of %j', (status, text) => {
    const counts = { currentNumberScheduled: 2, desiredNumberScheduled: 2, numberMisscheduled: 0, numberReady: 2 };
    const spec = { ...required, updateStrategy: { type: 'RollingUpdate' } };
    const set = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec, status: { ...counts, ...status } } as const;
    expect(daemonSetProgress(set).text).toBe(text);
  });
});
