import { describe, expect, it } from 'vitest';
import { aDeployment, createTestCluster, type TestCluster } from '../testing/test-cluster.ts';
import { distinctStates, eventTexts } from '../testing/summaries.ts';

function started(replicas: number, spec: Parameters<typeof aDeployment>[2] = {}): TestCluster {
  const cluster = createTestCluster();
  cluster.api.create('deployments', aDeployment('web', replicas, spec));
  cluster.run(5000);
  return cluster;
}

function setImage(cluster: TestCluster, image: string): void {
  const template = { spec: { containers: [{ name: 'app', image }] } };
  cluster.api.mergePatch('deployments', 'default', 'web', { spec: { template } });
}

const deployment = (cluster: TestCluster) => cluster.api.get('deployments', 'default', 'web');
const condition = (cluster: TestCluster, type: string) =>
  deployment(cluster)?.status?.conditions?.find((each) => each.type === type);
const revisions = (cluster: TestCluster) =>
  cluster.api
    .list('replicasets', 'default')
    .map(({ metadata, spec }) => `${metadata.annotations?.['deployment.kubernetes.io/revision']}: ${spec?.replicas}`)
    .toSorted();

describe('a rolling update', () => {
  it('moves one Pod at a time and never has fewer available than it may', () => {
    const cluster = started(3);
    setImage(cluster, 'v2');
    cluster.run(15_000);
    expect(revisions(cluster)).toEqual(['1: 0', '2: 3']);
    expect(eventTexts(cluster, 'Deployment').slice(1)).toEqual([
      'Normal ScalingReplicaSet Scaled up replica set web-HASH from 0 to 1 x1',
      'Normal ScalingReplicaSet Scaled down replica set web-HASH from 3 to 2 x1',
      'Normal ScalingReplicaSet Scaled up replica set web-HASH from 1 to 2 x1',
      'Normal ScalingReplicaSet Scaled down replica set web-HASH from 2 to 1 x1',
      'Normal ScalingReplicaSet Scaled up replica set web-HASH from 2 to 3 x1',
      'Normal ScalingReplicaSet Scaled down replica set web-HASH from 1 to 0 x1',
    ]);
    const available = cluster.history('deployments').map(({ object }) => object.status?.availableReplicas ?? 0);
    expect(Math.min(...available.slice(available.indexOf(3)))).toBe(3);
    expect(condition(cluster, 'Progressing')?.reason).toBe('NewReplicaSetAvailable');
  });

  it('goes back to a former ReplicaSet, which gets a new revision', () => {
    const cluster = started(3);
    setImage(cluster, 'v2');
    cluster.run(15_000);
    const [states] = [distinctStates(cluster, 'deployments', 'web').length];
    setImage(cluster, 'busybox:1.37');
    cluster.run(15_000);
    expect(revisions(cluster)).toEqual(['2: 0', '3: 3']);
    const since = distinctStates(cluster, 'deployments', 'web').slice(states).join('\n');
    expect(since).toContain('ReplicaSetUpdated');
    expect(since).not.toContain('FoundNewReplicaSet');
  });

  it('gives up after progressDeadlineSeconds, keeps the good Pods, and recovers with a good template', () => {
    const cluster = started(3, { progressDeadlineSeconds: 30 });
    cluster.kubelet.becomesReady = (pod) => pod.spec?.containers[0]?.image !== 'bad';
    setImage(cluster, 'bad');
    cluster.run(25_000);
    expect(condition(cluster, 'Progressing')?.reason).toBe('ReplicaSetUpdated');
    cluster.run(10_000);
    const name = cluster.api.list('replicasets', 'default').find(({ spec }) => spec?.replicas === 1)?.metadata.name;
    expect(condition(cluster, 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${name}" has timed out progressing.`,
    });
    expect(condition(cluster, 'Available')?.status).toBe('True');
    expect(revisions(cluster)).toEqual(['1: 3', '2: 1']);
    setImage(cluster, 'good');
    cluster.run(15_000);
    expect(revisions(cluster)).toEqual(['1: 0', '2: 0', '3: 3']);
    expect(condition(cluster, 'Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
  });

  it('keeps only as many old ReplicaSets as revisionHistoryLimit says', () => {
    const cluster = started(1, { revisionHistoryLimit: 1 });
    for (const image of ['v2', 'v3', 'v4']) {
      setImage(cluster, image);
      cluster.run(10_000);
    }
    expect(revisions(cluster)).toEqual(['3: 0', '4: 1']);
  });

  it('waits while paused, and rolls all changes out at once when resumed', () => {
    const cluster = started(3);
    cluster.api.mergePatch('deployments', 'default', 'web', { spec: { paused: true } });
    cluster.run(500);
    expect(condition(cluster, 'Progressing')).toMatchObject({
      status: 'Unknown',
      reason: 'DeploymentPaused',
      message: 'Deployment is paused',
    });
    setImage(cluster, 'v2');
    setImage(cluster, 'v3');
    cluster.run(5000);
    expect(revisions(cluster)).toEqual(['1: 3']);
    cluster.api.mergePatch('deployments', 'default', 'web', { spec: { paused: false } });
    cluster.run(300);
    const states = distinctStates(cluster, 'deployments', 'web').join('\n');
    expect(states).toContain('Progressing=Unknown:DeploymentResumed');
    expect(states.match(/NewReplicaSetCreated/g)).toHaveLength(2);
    cluster.run(15_000);
    expect(revisions(cluster)).toEqual(['1: 0', '2: 3']);
  });
});

it('Recreate starts no new Pod until the last old one is gone', () => {
  const cluster = started(2, { strategy: { type: 'Recreate' } });
  setImage(cluster, 'v2');
  cluster.run(15_000);
  expect(revisions(cluster)).toEqual(['1: 0', '2: 2']);
  const history = cluster.history('pods').map(({ object }) => object);
  const firstNew = history.findIndex(({ spec }) => spec?.containers[0]?.image === 'v2');
  const ended = history.slice(0, firstNew).filter(({ status }) => status?.phase === 'Succeeded');
  expect(new Set(ended.map(({ metadata }) => metadata.name)).size).toBe(2);
});

it('takes another name for its ReplicaSet when somebody else has the first', () => {
  const cluster = started(1);
  const [taken] = cluster.api.list('replicasets', 'default').map(({ metadata }) => metadata.name);
  cluster.api.delete('deployments', 'default', 'web', { propagationPolicy: 'Orphan' });
  cluster.run(1000);
  cluster.api.mergePatch('replicasets', 'default', taken ?? '', { metadata: { labels: { app: 'loose' } } });
  cluster.api.create('deployments', aDeployment('web', 1));
  cluster.run(5000);
  expect(deployment(cluster)?.status).toMatchObject({ collisionCount: 1, availableReplicas: 1 });
  const names = cluster.api.list('replicasets', 'default').map(({ metadata }) => metadata.name);
  expect(names).toHaveLength(2);
  expect(names).toContain(taken);
});
