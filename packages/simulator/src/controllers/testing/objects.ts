import type { DaemonSetSpec, StatefulSetSpec } from 'kubernetes-types/apps/v1';
import type { JobSpec, JobStatus } from 'kubernetes-types/batch/v1';
import type { Pod, Taint } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { StoredDeployment, StoredReplicaSet } from '../deployment/types.ts';

let serial = 0;

/** Metadata of a stored object, with a fresh UID; all else as given. */
export function meta(overrides: Partial<StoredOf<'pods'>['metadata']> = {}): StoredOf<'pods'>['metadata'] {
  serial += 1;
  return {
    name: `object-${serial}`,
    namespace: 'ns',
    uid: `uid-${String(serial).padStart(4, '0')}`,
    resourceVersion: String(serial),
    creationTimestamp: '2026-11-24T00:00:00Z',
    ...overrides,
  };
}

/** A Pod that runs; `ready` since when. */
export function aPod(
  options: {
    readonly name?: string;
    readonly ready?: string | false;
    readonly metadata?: Partial<StoredOf<'pods'>['metadata']>;
    readonly spec?: Partial<Pod['spec']>;
    readonly status?: Pod['status'];
  } = {},
): StoredOf<'pods'> {
  const { ready = '2026-11-24T00:00:10Z' } = options;
  const condition = ready
    ? { type: 'Ready', status: 'True', lastTransitionTime: ready }
    : { type: 'Ready', status: 'False', lastTransitionTime: '2026-11-24T00:00:00Z' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta({ ...(options.name ? { name: options.name } : {}), ...options.metadata }),
    spec: { containers: [{ name: 'app', image: 'busybox:1.37' }], nodeName: 'node-1', ...options.spec },
    status: { phase: 'Running', conditions: [condition], ...options.status },
  };
}

/** A Deployment of one container. */
export function aStoredDeployment(
  spec: Partial<StoredDeployment['spec']> = {},
  more: {
    readonly metadata?: Partial<StoredDeployment['metadata']>;
    readonly status?: StoredDeployment['status'];
  } = {},
): StoredDeployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta({ name: 'web', generation: 1, ...more.metadata }),
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'v1' }] } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      progressDeadlineSeconds: 600,
      ...spec,
    },
    ...(more.status ? { status: more.status } : {}),
  };
}

/** A ReplicaSet that asks for `replicas`, of which `available` are. */
export function aReplicaSet(
  name: string,
  replicas: number,
  options: {
    readonly available?: number;
    readonly metadata?: Partial<StoredReplicaSet['metadata']>;
    readonly status?: StoredReplicaSet['status'];
    readonly image?: string;
  } = {},
): StoredReplicaSet {
  const availableReplicas = options.available ?? replicas;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta({ name, generation: 1, ...options.metadata }),
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web', 'pod-template-hash': name } },
        spec: { containers: [{ name: 'app', image: options.image ?? name }] },
      },
    },
    status: options.status ?? { replicas, availableReplicas, readyReplicas: availableReplicas, observedGeneration: 1 },
  };
}

/** A Job of one container, with the API's defaults. */
export function aJob(
  spec: Partial<JobSpec> = {},
  status: JobStatus = {},
  metadata: Partial<StoredOf<'jobs'>['metadata']> = {},
): StoredOf<'jobs'> {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: meta({ name: 'work', generation: 1, ...metadata }),
    spec: {
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      podReplacementPolicy: 'TerminatingOrFailed',
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox:1.37' }] } },
      ...spec,
    },
    status,
  };
}

/** A Pod of a Job that it has not counted yet; `index` of an Indexed one, `failures` of that index before it. */
export function aJobPod(
  phase: string,
  options: {
    readonly index?: number;
    readonly failures?: number;
    readonly exitCode?: number;
    readonly finishedAt?: string;
    readonly metadata?: Partial<StoredOf<'pods'>['metadata']>;
  } = {},
): StoredOf<'pods'> {
  const { index, failures, exitCode = 0, finishedAt = '2026-11-24T00:01:00Z' } = options;
  const terminated = { exitCode, finishedAt };
  const ended = phase === 'Failed' || phase === 'Succeeded';
  return aPod({
    ready: phase === 'Running' ? '2026-11-24T00:00:10Z' : false,
    metadata: {
      finalizers: ['batch.kubernetes.io/job-tracking'],
      annotations: {
        ...(index === undefined ? {} : { 'batch.kubernetes.io/job-completion-index': String(index) }),
        ...(failures === undefined ? {} : { 'batch.kubernetes.io/job-index-failure-count': String(failures) }),
      },
      ...options.metadata,
    },
    status: {
      phase,
      conditions: [
        { type: 'Ready', status: phase === 'Running' ? 'True' : 'False', lastTransitionTime: '2026-11-24T00:00:10Z' },
      ],
      ...(ended
        ? {
            containerStatuses: [
              { name: 'app', image: '', imageID: '', ready: false, restartCount: 0, state: { terminated } },
            ],
          }
        : {}),
    },
  });
}

/** A StatefulSet of one container, with the API's defaults. */
export function aStatefulSet(
  spec: Partial<StatefulSetSpec> = {},
  more: {
    readonly status?: StoredOf<'statefulsets'>['status'];
    readonly metadata?: Partial<StoredOf<'statefulsets'>['metadata']>;
  } = {},
): StoredOf<'statefulsets'> {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta({ name: 'db', generation: 1, ...more.metadata }),
    spec: {
      replicas: 3,
      serviceName: 'db',
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'app', image: 'v1' }] } },
      ...spec,
    },
    ...(more.status ? { status: more.status } : {}),
  };
}

/** A DaemonSet of one container, with the API's defaults. */
export function aDaemonSet(spec: Partial<DaemonSetSpec> = {}): StoredOf<'daemonsets'> {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: meta({ name: 'agent', generation: 1 }),
    spec: {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      selector: { matchLabels: { app: 'agent' } },
      template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'app', image: 'v1' }] } },
      ...spec,
    },
  };
}

/** A node with these taints and labels. */
export function aNode(
  name: string,
  options: { readonly taints?: Taint[]; readonly labels?: Record<string, string> } = {},
): StoredOf<'nodes'> {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta({ name, ...(options.labels ? { labels: options.labels } : {}) }),
    spec: options.taints ? { taints: options.taints } : {},
  };
}
