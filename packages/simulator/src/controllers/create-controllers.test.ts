import { expect, it } from 'vitest';
import { aDeployment, createTestCluster } from './testing/test-cluster.ts';

it('brings a Deployment to its Pods, and makes it available', () => {
  const cluster = createTestCluster();
  cluster.api.create('deployments', aDeployment('web', 3));
  cluster.run(5000);
  expect(cluster.pods('default').map(({ status }) => status?.phase)).toEqual(['Running', 'Running', 'Running']);
  expect(cluster.api.get('deployments', 'default', 'web')?.status).toMatchObject({
    observedGeneration: 1,
    replicas: 3,
    updatedReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    terminatingReplicas: 0,
  });
});

it('gives the same history for the same seed, and another one for another', () => {
  const play = (seed: string) => {
    const cluster = createTestCluster({ seed });
    cluster.api.create('deployments', aDeployment('web', 3));
    cluster.run(5000);
    return JSON.stringify([cluster.history('pods'), cluster.history('events'), cluster.history('deployments')]);
  };
  expect(play('a')).toBe(play('a'));
  expect(play('a')).not.toBe(play('b'));
});
