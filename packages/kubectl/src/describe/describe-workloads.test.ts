import { describe, expect, it } from 'vitest';
import { createFakeCluster } from '../testing/fake-cluster.ts';

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'busybox:1.37' }] },
};
const metadata = (name: string) => ({ name, namespace: 'lab', uid: 'u', creationTimestamp: '2025-12-31T23:58:00Z' });
const revision = (number: number, image: string, cause?: string) => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: {
    ...metadata(`db-${number}`),
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: 'u', controller: true }],
    ...(cause ? { annotations: { 'kubernetes.io/change-cause': cause } } : {}),
  },
  data: {
    spec: { template: { $patch: 'replace', ...template, spec: { containers: [{ name: 'app', image }] } } },
  },
  revision: number,
});

function clusterWith(...objects: object[]) {
  const cluster = createFakeCluster();
  for (const object of objects) cluster.put(object as never);
  return cluster;
}

const statefulSet = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: metadata('db'),
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
    template,
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
      },
    ],
  },
  status: { replicas: 2 },
};

/** What is said before and after the template. */
async function described(cluster: ReturnType<typeof createFakeCluster>, kind: string, name: string) {
  const { stdout } = await cluster.run('describe', kind, name);
  return [stdout.slice(0, stdout.indexOf('Pod Template:')), stdout.slice(stdout.indexOf('Tolerations:'))];
}

describe('a description', () => {
  it('of a Job says what stock kubectl says', async () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: metadata('indexed'),
      spec: {
        parallelism: 3,
        completions: 3,
        completionMode: 'Indexed',
        suspend: false,
        backoffLimit: 6,
        selector: { matchLabels: { app: 'web' } },
        template,
      },
      status: {
        startTime: '2026-11-23T22:31:18Z',
        completionTime: '2026-11-23T22:31:25Z',
        succeeded: 3,
        completedIndexes: '0-2',
        ready: 0,
      },
    };
    const [head] = await described(clusterWith(job), 'job', 'indexed');
    expect(head).toBe(
      [
        'Name:               indexed',
        'Namespace:          lab',
        'Selector:           app=web',
        'Labels:             <none>',
        'Annotations:        <none>',
        'Parallelism:        3',
        'Completions:        3',
        'Completion Mode:    Indexed',
        'Suspend:            false',
        'Backoff Limit:      6',
        'Start Time:         Mon, 23 Nov 2026 22:31:18 +0000',
        'Completed At:       Mon, 23 Nov 2026 22:31:25 +0000',
        'Duration:           7s',
        'Pods Statuses:      0 Active (0 Ready) / 3 Succeeded / 0 Failed',
        'Completed Indexes:  0-2',
        '',
      ].join('\n'),
    );
  });

  it('of a CronJob says what stock kubectl says', async () => {
    const spec = {
      schedule: '* * * * *',
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { template } },
    };
    const status = { lastScheduleTime: '2026-11-23T22:31:00Z' };
    const cronJob = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: metadata('tick'), spec, status };
    const [head = '', tail] = await described(clusterWith(cronJob), 'cj', 'tick');
    expect(head.split('\n').slice(4, 13)).toEqual([
      'Schedule:                      * * * * *',
      'Concurrency Policy:            Allow',
      'Suspend:                       False',
      'Time Zone:                     <unset>',
      'Successful Job History Limit:  3',
      'Failed Job History Limit:      1',
      'Starting Deadline Seconds:     <unset>',
      'Selector:                      <unset>',
      'Parallelism:                   <unset>',
    ]);
    expect(tail).toContain('Last Schedule Time:  Mon, 23 Nov 2026 22:31:00 +0000\nActive Jobs:         <none>\n');
  });

  it('of a StatefulSet ends with its claims', async () => {
    const [head, tail] = await described(clusterWith(statefulSet), 'sts', 'db');
    expect(head).toContain(
      'Replicas:           2 desired | 2 total\nUpdate Strategy:    RollingUpdate\n  Partition:        1\n',
    );
    expect(tail).toContain('Volume Claims:\n  Name:          data\n  StorageClass:  \n');
    expect(tail).toContain('  Capacity:      1Mi\n  Access Modes:  [ReadWriteOnce]\n');
  });

  it('of a DaemonSet counts nodes', async () => {
    const status = { desiredNumberScheduled: 3, currentNumberScheduled: 2, numberAvailable: 1, numberMisscheduled: 0 };
    const spec = { selector: { matchLabels: { app: 'web' } }, template };
    const set = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: metadata('agent'), spec, status };
    const [head] = await described(clusterWith(set), 'ds', 'agent');
    expect(head).toContain(
      'Desired Number of Nodes Scheduled: 3\nCurrent Number of Nodes Scheduled: 2\n' +
        'Number of Nodes Scheduled with Up-to-date Pods: 0\nNumber of Nodes Scheduled with Available Pods: 1\n',
    );
  });
});

describe('the rollouts of a StatefulSet', () => {
  const cluster = () => clusterWith(statefulSet, revision(2, 'busybox:1.37'), revision(1, 'old', 'first'));

  it('are listed in order, with their causes', async () => {
    expect((await cluster().run('rollout', 'history', 'sts/db')).stdout).toBe(
      'statefulset.apps/db \nREVISION  CHANGE-CAUSE\n1         first\n2         <none>\n\n',
    );
  });

  it('go back to the template before', async () => {
    const own = cluster();
    expect((await own.run('rollout', 'undo', 'sts/db')).stdout).toBe('statefulset.apps/db rolled back\n');
    expect(own.seen[0]?.body).toMatchObject([
      { path: '/spec/template', value: { spec: { containers: [{ image: 'old' }] } } },
    ]);
  });

  it('cannot be paused', async () => {
    expect(await cluster().run('rollout', 'pause', 'sts/db')).toEqual({
      stdout: '',
      stderr: 'error: statefulsets.apps "db" pausing is not supported\n',
      exitCode: 1,
    });
  });
});
