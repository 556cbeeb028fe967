import { StatusError } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { eventTexts } from '../testing/summaries.ts';
import { aDeployment, createTestCluster, type TestCluster } from '../testing/test-cluster.ts';

function started(replicas: number): TestCluster {
  const cluster = createTestCluster();
  cluster.api.create('deployments', aDeployment('web', replicas));
  cluster.run(5000);
  return cluster;
}

const relabel = (cluster: TestCluster, name: string, labels: Record<string, string>) =>
  cluster.api.mergePatch('pods', 'default', name, { metadata: { labels } });
const names = (cluster: TestCluster) => cluster.pods('default').map(({ metadata }) => metadata.name);

describe('a ReplicaSet', () => {
  it('replaces a deleted Pod at once, by one with another name and UID, and leaves the others alone', () => {
    const cluster = started(3);
    const [victim, ...others] = cluster.pods('default');
    cluster.api.delete('pods', 'default', victim?.metadata.name ?? '');
    cluster.run(100);
    expect(cluster.pods('default')).toHaveLength(4);
    cluster.run(5000);
    const after = cluster.pods('default');
    expect(after).toHaveLength(3);
    expect(after.map(({ metadata }) => metadata.uid)).toEqual(
      expect.arrayContaining(others.map(({ metadata }) => metadata.uid)),
    );
    expect(names(cluster)).not.toContain(victim?.metadata.name);
    expect(cluster.api.list('replicasets', 'default')).toHaveLength(1);
  });

  it('releases a Pod that it no longer selects, and makes another one in its place', () => {
    const cluster = started(2);
    const [name = ''] = names(cluster);
    relabel(cluster, name, { app: 'loose' });
    cluster.run(5000);
    expect(cluster.api.get('pods', 'default', name)?.metadata.ownerReferences).toBeUndefined();
    expect(names(cluster)).toHaveLength(3);
  });

  it('adopts a Pod that fits, without touching it otherwise, and deletes the youngest when that is one too many', () => {
    const cluster = createTestCluster();
    const containers = [{ name: 'app', image: 'busybox:1.37' }];
    cluster.api.create('pods', { metadata: { name: 'bare', labels: { app: 'lone' } }, spec: { containers } });
    cluster.run(60_000);
    cluster.api.create('deployments', aDeployment('web', 2));
    cluster.run(5000);
    const hash = cluster.api.list('replicasets', 'default')[0]?.metadata.labels?.['pod-template-hash'] ?? '';
    const uid = cluster.api.get('pods', 'default', 'bare')?.metadata.uid;
    relabel(cluster, 'bare', { app: 'web', 'pod-template-hash': hash });
    cluster.run(5000);
    const bare = cluster.api.get('pods', 'default', 'bare');
    expect(bare?.metadata).toMatchObject({
      uid,
      ownerReferences: [{ kind: 'ReplicaSet', controller: true, blockOwnerDeletion: true }],
    });
    expect(names(cluster)).toHaveLength(2);
  });

  it('deletes a young look-alike instead', () => {
    const cluster = started(2);
    const before = names(cluster);
    const { labels } = cluster.pods('default')[0]?.metadata ?? {};
    cluster.api.create('pods', {
      metadata: { name: 'extra', ...(labels ? { labels } : {}) },
      spec: { containers: [{ name: 'app', image: 'busybox:1.37' }] },
    });
    cluster.run(5000);
    expect(names(cluster)).toEqual(before);
  });

  it('says that Pods cannot be created, tells its Deployment, and tries again more and more rarely', () => {
    let isRefusing = true;
    const attempts: number[] = [];
    const cluster = createTestCluster({
      wrapApi: (api) => ({
        ...api,
        create: (resource, object, options) => {
          if (resource !== 'pods' || !isRefusing) return api.create(resource, object, options);
          attempts.push(cluster.timers.nowMs());
          throw new StatusError({ reason: 'Forbidden', code: 403, message: 'pods "x" is forbidden: no more' });
        },
      }),
    });
    cluster.api.create('deployments', aDeployment('web', 3));
    cluster.run(3000);
    const failure = {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'pods "x" is forbidden: no more',
    };
    expect(cluster.api.list('replicasets', 'default')[0]?.status?.conditions).toMatchObject([failure]);
    expect(cluster.api.get('deployments', 'default', 'web')?.status?.conditions?.at(-1)).toMatchObject(failure);
    expect(eventTexts(cluster, 'ReplicaSet')).toEqual([
      `Warning FailedCreate Error creating: pods "x" is forbidden: no more x${attempts.length}`,
    ]);
    const gaps = attempts.slice(1).map((atMs, i) => atMs - (attempts[i] ?? 0));
    expect(gaps.at(-1)).toBeGreaterThan(10 * (gaps[0] ?? 0));
    isRefusing = false;
    cluster.run(10_000);
    expect(cluster.pods('default')).toHaveLength(3);
    expect(cluster.api.get('deployments', 'default', 'web')?.status?.conditions).toHaveLength(2);
  });
});
