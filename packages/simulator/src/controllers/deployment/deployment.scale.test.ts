import { expect, it } from 'vitest';
import { aDeployment, createTestCluster } from '../testing/test-cluster.ts';
import { distinctStates, eventTexts } from '../testing/summaries.ts';

const up = 'Available=True:MinimumReplicasAvailable';
const down = 'Available=False:MinimumReplicasUnavailable';
const updated = 'Progressing=True:ReplicaSetUpdated';
const done = 'Progressing=True:NewReplicaSetAvailable';
const created = 'Progressing=True:NewReplicaSetCreated';

it('goes through the same states as on a real cluster when scaled from 3 to 5 to 2', () => {
  const cluster = createTestCluster();
  cluster.api.create('deployments', aDeployment('web', 3));
  cluster.run(5000);
  cluster.api.mergePatch('deployments', 'default', 'web', { spec: { replicas: 5 } });
  cluster.run(5000);
  cluster.api.mergePatch('deployments', 'default', 'web', { spec: { replicas: 2 } });
  cluster.run(5000);
  expect(distinctStates(cluster, 'deployments', 'web').slice(1)).toEqual([
    `wants 3: ${created}`,
    `wants 3: observedGeneration=1 unavailable=3 terminating=0 ${created} ${down}`,
    `wants 3: observedGeneration=1 replicas=3 updated=3 unavailable=3 terminating=0 ${down} ${updated}`,
    `wants 3: observedGeneration=1 replicas=3 updated=3 ready=1 available=1 unavailable=2 terminating=0 ${down} ${updated}`,
    `wants 3: observedGeneration=1 replicas=3 updated=3 ready=2 available=2 unavailable=1 terminating=0 ${down} ${updated}`,
    `wants 3: observedGeneration=1 replicas=3 updated=3 ready=3 available=3 terminating=0 ${up} ${done}`,
    `wants 5: observedGeneration=1 replicas=3 updated=3 ready=3 available=3 terminating=0 ${up} ${done}`,
    `wants 5: observedGeneration=2 replicas=3 updated=3 ready=3 available=3 terminating=0 ${done} ${down}`,
    `wants 5: observedGeneration=2 replicas=3 updated=3 ready=3 available=3 unavailable=2 terminating=0 ${done} ${down}`,
    `wants 5: observedGeneration=2 replicas=5 updated=5 ready=3 available=3 unavailable=2 terminating=0 ${done} ${down}`,
    `wants 5: observedGeneration=2 replicas=5 updated=5 ready=4 available=4 unavailable=1 terminating=0 ${done} ${up}`,
    `wants 5: observedGeneration=2 replicas=5 updated=5 ready=5 available=5 terminating=0 ${done} ${up}`,
    `wants 2: observedGeneration=2 replicas=5 updated=5 ready=5 available=5 terminating=0 ${done} ${up}`,
    `wants 2: observedGeneration=3 replicas=5 updated=5 ready=5 available=5 terminating=0 ${done} ${up}`,
    `wants 2: observedGeneration=3 replicas=2 updated=2 ready=2 available=2 terminating=3 ${done} ${up}`,
    `wants 2: observedGeneration=3 replicas=2 updated=2 ready=2 available=2 terminating=2 ${done} ${up}`,
    `wants 2: observedGeneration=3 replicas=2 updated=2 ready=2 available=2 terminating=1 ${done} ${up}`,
    `wants 2: observedGeneration=3 replicas=2 updated=2 ready=2 available=2 terminating=0 ${done} ${up}`,
  ]);
  expect(eventTexts(cluster, 'Deployment')).toEqual([
    'Normal ScalingReplicaSet Scaled up replica set web-HASH from 0 to 3 x1',
    'Normal ScalingReplicaSet Scaled up replica set web-HASH from 3 to 5 x1',
    'Normal ScalingReplicaSet Scaled down replica set web-HASH from 5 to 2 x1',
  ]);
  expect(eventTexts(cluster, 'ReplicaSet')).toEqual([
    ...Array.from({ length: 5 }, () => 'Normal SuccessfulCreate Created pod: web-HASH-POD x1'),
    ...Array.from({ length: 3 }, () => 'Normal SuccessfulDelete Deleted pod: web-HASH-POD x1'),
  ]);
});

it('says that a Pod is missing before it counts the one made in its place', () => {
  const cluster = createTestCluster();
  cluster.api.create('deployments', aDeployment('web', 3));
  cluster.run(5000);
  for (let i = 0; i < 20; i += 1) {
    const before = cluster.history('deployments').length;
    cluster.api.delete('pods', 'default', cluster.pods()[0]?.metadata.name ?? '', { gracePeriodSeconds: 0 });
    cluster.run(5000);
    const counts = cluster
      .history('deployments')
      .slice(before)
      .map(({ object }) => object.status?.replicas);
    expect(counts.filter((count, at) => count !== counts[at - 1])).toEqual([2, 3]);
  }
});

it('deletes the youngest Pods first', () => {
  const cluster = createTestCluster();
  cluster.api.create('deployments', aDeployment('web', 2));
  cluster.run(60_000);
  const old = cluster.pods().map(({ metadata }) => metadata.name);
  cluster.api.mergePatch('deployments', 'default', 'web', { spec: { replicas: 4 } });
  cluster.run(5000);
  cluster.api.mergePatch('deployments', 'default', 'web', { spec: { replicas: 2 } });
  cluster.run(5000);
  expect(cluster.pods().map(({ metadata }) => metadata.name)).toEqual(old);
});

it('spreads a change of size in the middle of a rollout over both ReplicaSets', () => {
  const cluster = createTestCluster();
  cluster.api.create('deployments', aDeployment('web', 4));
  cluster.run(5000);
  cluster.kubelet.becomesReady = () => false;
  setImage(cluster, 'v2');
  cluster.run(5000);
  const sizes = () =>
    cluster.api
      .list('replicasets', 'default')
      .map(({ spec }) => spec?.replicas ?? 0)
      .toSorted((a, b) => a - b);
  expect(sizes()).toEqual([2, 3]);
  cluster.api.mergePatch('deployments', 'default', 'web', { spec: { replicas: 8 } });
  cluster.run(1000);
  expect(sizes()).toEqual([4, 6]);
});

function setImage(cluster: ReturnType<typeof createTestCluster>, image: string): void {
  const template = { spec: { containers: [{ name: 'app', image }] } };
  cluster.api.mergePatch('deployments', 'default', 'web', { spec: { template } });
}
