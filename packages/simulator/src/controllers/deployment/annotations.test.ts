import { describe, expect, it } from 'vitest';
import { aStoredDeployment } from '../testing/objects.ts';
import { newReplicaSetAnnotations } from './annotations.ts';

const prefix = 'deployment.kubernetes.io';

describe('newReplicaSetAnnotations', () => {
  const deployment = aStoredDeployment(
    {},
    {
      metadata: {
        annotations: {
          'kubernetes.io/change-cause': 'because',
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
          [`${prefix}/revision`]: '1',
        },
      },
    },
  );

  it("gives a new ReplicaSet its revision, its sizes and the Deployment's own annotations", () => {
    expect(newReplicaSetAnnotations(deployment, undefined, 2)).toEqual({
      'kubernetes.io/change-cause': 'because',
      [`${prefix}/revision`]: '2',
      [`${prefix}/desired-replicas`]: '3',
      [`${prefix}/max-replicas`]: '4',
    });
  });

  it('keeps former revisions when a ReplicaSet is used again', () => {
    const before = { [`${prefix}/revision`]: '2', [`${prefix}/revision-history`]: '1' };
    expect(newReplicaSetAnnotations(deployment, before, 4)).toMatchObject({
      [`${prefix}/revision`]: '4',
      [`${prefix}/revision-history`]: '1,2',
    });
  });

  it('leaves the current revision alone', () => {
    const before = { [`${prefix}/revision`]: '4', 'kubernetes.io/change-cause': 'because' };
    expect(newReplicaSetAnnotations(deployment, before, 4)).toEqual(before);
  });
});
