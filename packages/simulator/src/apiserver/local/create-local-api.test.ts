import { createRandom, StatusError } from '@podlab/apimachinery';
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { createApiServer } from '../create-api-server.ts';
import { TestTimers } from '../testing/test-timers.ts';

const startMs = 1_767_225_600_000;

function newServer() {
  const timers = new TestTimers(startMs);
  const server = createApiServer({ timers, random: createRandom('test'), findKubelet: () => undefined });
  return { timers, ...server };
}

function pod(name: string, extra: Partial<Pod['spec']> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'app', image: 'busybox:1.37' }], ...extra },
  };
}

function deployment(): Deployment {
  return {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'app', image: 'nginx' }] },
      },
    },
  };
}

function statusOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof StatusError) return error.status;
    throw error;
  }
  throw new Error('expected a StatusError');
}

describe('create', () => {
  test('gives a Pod its identity, defaults and admission as a real cluster does', () => {
    const { local } = newServer();
    const created = local.create('pods', pod('web'));
    expect(created.metadata).toMatchObject({
      name: 'web',
      namespace: 'default',
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z',
    });
    expect(created.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(created.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
    expect(created.spec).toMatchObject({
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      terminationGracePeriodSeconds: 30,
      schedulerName: 'default-scheduler',
      enableServiceLinks: true,
      securityContext: {},
      serviceAccountName: 'default',
      serviceAccount: 'default',
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', operator: 'Exists', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', operator: 'Exists', tolerationSeconds: 300 },
      ],
    });
    const [container] = created.spec?.containers ?? [];
    expect(container?.imagePullPolicy).toBe('IfNotPresent');
    expect(created.spec?.volumes?.[0]?.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
    expect(container?.volumeMounts?.[0]?.name).toBe(created.spec?.volumes?.[0]?.name);
  });

  test('numbers all writes from one counter', () => {
    const { local } = newServer();
    const first = local.create('pods', pod('a'));
    const second = local.create('configmaps', { metadata: { name: 'c', namespace: 'default' } });
    expect(Number(second.metadata.resourceVersion)).toBe(Number(first.metadata.resourceVersion) + 1);
  });

  test('makes a name of generateName', () => {
    const { local } = newServer();
    const object = pod('');
    object.metadata = { generateName: 'web-', namespace: 'default' };
    expect(local.create('pods', object).metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test('hands out frozen objects and leaves the input alone', () => {
    const { local } = newServer();
    const input = pod('web');
    const created = local.create('pods', input);
    expect(Object.isFrozen(created.spec?.containers)).toBe(true);
    expect(input.spec?.restartPolicy).toBeUndefined();
    expect(Object.isFrozen(input.spec)).toBe(false);
  });

  test.each([
    ['a namespace that is not there', () => pod('web'), 'nowhere', 404, 'namespaces "nowhere" not found'],
    ['a name that is taken', () => pod('taken'), 'default', 409, 'pods "taken" already exists'],
  ])('refuses %s', (_what, makePod, namespace, code, message) => {
    const { local } = newServer();
    local.create('pods', pod('taken'));
    const object = makePod();
    object.metadata = { ...object.metadata, namespace };
    expect(statusOf(() => local.create('pods', object))).toMatchObject({ code, message });
  });
});

describe('update', () => {
  test('keeps the resourceVersion when nothing changes, and tells nobody', () => {
    const { local, timers } = newServer();
    const created = local.create('deployments', deployment());
    const seen: string[] = [];
    local.watch('deployments', (change) => seen.push(change.type));
    timers.advance(10);
    const same = local.update('deployments', structuredClone(created));
    timers.advance(10);
    expect(same).toBe(created);
    expect(seen).toEqual(['ADDED']);
  });

  test('counts a new generation for a changed spec, not for labels or status', () => {
    const { local } = newServer();
    const created = local.create('deployments', deployment());
    const scaled = local.update('deployments', { ...created, spec: { ...created.spec!, replicas: 3 } });
    expect(scaled.metadata.generation).toBe(2);
    const labelled = local.mergePatch('deployments', 'default', 'web', { metadata: { labels: { a: 'b' } } });
    expect(labelled.metadata.generation).toBe(2);
    const observed = local.updateStatus('deployments', { ...labelled, status: { replicas: 3 } });
    expect(observed).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 3 }, status: { replicas: 3 } });
    expect(observed.spec).toBe(labelled.spec);
  });

  test('ignores status in an update, and spec in an update of status', () => {
    const { local } = newServer();
    const created = local.create('deployments', deployment());
    expect(local.update('deployments', { ...created, status: { replicas: 9 } })).toBe(created);
    const status = local.updateStatus('deployments', {
      ...created,
      spec: { ...created.spec!, replicas: 9 },
      status: { replicas: 1 },
    });
    expect(status.spec?.replicas).toBe(1);
  });

  test('refuses what was read before another write', () => {
    const { local } = newServer();
    const created = local.create('deployments', deployment());
    local.mergePatch('deployments', 'default', 'web', { spec: { replicas: 2 } });
    expect(
      statusOf(() => local.update('deployments', { ...created, spec: { ...created.spec!, replicas: 3 } })),
    ).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; ' +
        'please apply your changes to the latest version and try again',
    });
  });
});

describe('deleting a Pod', () => {
  function boundPod() {
    const server = newServer();
    server.local.create('pods', pod('web'));
    server.local.bindPod('default', 'web', 'node-1');
    return server;
  }

  test('waits for its grace period and for the kubelet', () => {
    const { local } = boundPod();
    local.delete('pods', 'default', 'web');
    const marked = local.get('pods', 'default', 'web');
    expect(marked?.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:30Z',
      deletionGracePeriodSeconds: 30,
      generation: 2,
    });
    local.delete('pods', 'default', 'web');
    expect(local.get('pods', 'default', 'web')).toBe(marked);
    local.delete('pods', 'default', 'web', { gracePeriodSeconds: 0, preconditions: { uid: marked!.metadata.uid } });
    expect(local.get('pods', 'default', 'web')).toBeUndefined();
  });

  test('can only be hurried', () => {
    const { local, timers } = boundPod();
    local.delete('pods', 'default', 'web');
    local.delete('pods', 'default', 'web', { gracePeriodSeconds: 60 });
    expect(local.get('pods', 'default', 'web')?.metadata.deletionGracePeriodSeconds).toBe(30);
    timers.advance(2000);
    local.delete('pods', 'default', 'web', { gracePeriodSeconds: 5 });
    expect(local.get('pods', 'default', 'web')?.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:05Z',
      deletionGracePeriodSeconds: 5,
    });
    timers.advance(10_000);
    local.delete('pods', 'default', 'web', { gracePeriodSeconds: 3 });
    expect(local.get('pods', 'default', 'web')?.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:12Z',
      deletionGracePeriodSeconds: 1,
    });
  });

  test('shows watchers the mark and then the end when it is immediate', () => {
    const { local, timers } = newServer();
    local.create('pods', pod('web'));
    const seen: string[] = [];
    local.watch('pods', (change) =>
      seen.push(`${change.type} ${String(change.object.metadata.deletionGracePeriodSeconds)}`),
    );
    local.delete('pods', 'default', 'web');
    timers.advance(10);
    expect(seen).toEqual(['ADDED undefined', 'MODIFIED 0', 'DELETED 0']);
  });

  test('is held by finalizers until the update that empties them', () => {
    const { local, timers } = newServer();
    const object = pod('web');
    object.metadata = { ...object.metadata, finalizers: ['example.com/wait'] };
    const removed: unknown[] = [];
    local.watch('pods', (change) => {
      if (change.type === 'DELETED') removed.push(change.object.metadata.finalizers, change.object.metadata.labels);
    });
    local.create('pods', object);
    local.delete('pods', 'default', 'web');
    const held = local.get('pods', 'default', 'web')!;
    expect(held.metadata.deletionTimestamp).toBeDefined();
    local.mergePatch('pods', 'default', 'web', {
      metadata: { finalizers: null as unknown as string[], labels: { late: 'yes' } },
    });
    expect(local.get('pods', 'default', 'web')).toBeUndefined();
    timers.advance(10);
    // As a real one: watchers see what was stored last, not the update that let go.
    expect(removed).toEqual([['example.com/wait'], held.metadata.labels]);
  });

  test('refuses another Pod than the one meant', () => {
    const { local } = newServer();
    local.create('pods', pod('web'));
    expect(statusOf(() => local.delete('pods', 'default', 'web', { preconditions: { uid: 'other' } }))).toMatchObject({
      code: 409,
      reason: 'Conflict',
    });
  });
});

test('binding assigns a Pod once', () => {
  const { local } = newServer();
  local.create('pods', pod('web'));
  local.bindPod('default', 'web', 'node-1');
  const bound = local.get('pods', 'default', 'web')!;
  expect(bound.status?.conditions).toEqual([
    { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: '2026-01-01T00:00:00Z' },
  ]);
  expect(bound.metadata.generation).toBe(1);
  expect(local.listPodsOnNode('node-1')).toEqual([bound]);
  expect(statusOf(() => local.bindPod('default', 'web', 'node-2')).message).toBe(
    'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node-1"',
  );
});

test('deleting a Namespace marks it, keeps it for its content, and refuses new content', () => {
  const { local } = newServer();
  local.create('namespaces', { metadata: { name: 'lab' } });
  local.delete('namespaces', undefined, 'lab');
  expect(local.get('namespaces', undefined, 'lab')).toMatchObject({ status: { phase: 'Terminating' } });
  expect(statusOf(() => local.create('configmaps', { metadata: { name: 'c', namespace: 'lab' } }))).toMatchObject({
    code: 403,
    message:
      'configmaps "c" is forbidden: unable to create new content in namespace lab because it is being terminated',
    details: { causes: [{ reason: 'NamespaceTerminating' }] },
  });
});

test('namespaces that every cluster needs are not deleted', () => {
  const { local } = newServer();
  expect(statusOf(() => local.delete('namespaces', undefined, 'kube-system'))).toMatchObject({
    code: 403,
    message: 'namespaces "kube-system" is forbidden: this namespace may not be deleted',
  });
});

test('a new Pod has what its label keys mean in its selectors', () => {
  const { local } = newServer();
  const created = local.create('pods', {
    metadata: { name: 'a', namespace: 'default', labels: { app: 'a' } },
    spec: {
      containers: [{ name: 'app', image: 'nginx' }],
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'zone',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: {},
          matchLabelKeys: ['app'],
        },
      ],
    },
  });
  expect(created.spec?.topologySpreadConstraints?.[0]?.labelSelector).toEqual({
    matchExpressions: [{ key: 'app', operator: 'In', values: ['a'] }],
  });
});

test('the cost of deleting a Pod is a number, also in a template', () => {
  const { local } = newServer();
  const metadata = {
    name: 'a',
    namespace: 'default',
    annotations: { 'controller.kubernetes.io/pod-deletion-cost': 'x' },
  };
  const spec = { containers: [{ name: 'app', image: 'nginx' }] };
  expect(statusOf(() => local.create('pods', { metadata, spec }))).toMatchObject({ code: 422 });
  const { name, namespace, annotations } = metadata;
  const template = { metadata: { annotations, labels: { app: 'a' } }, spec };
  const selector = { matchLabels: { app: 'a' } };
  expect(
    statusOf(() => local.create('deployments', { metadata: { name, namespace }, spec: { selector, template } })),
  ).toMatchObject({ code: 422 });
});

test('priority classes that every cluster has are not deleted', () => {
  const { local } = newServer();
  expect(statusOf(() => local.delete('priorityclasses', undefined, 'system-node-critical'))).toMatchObject({
    code: 403,
    message:
      'priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted',
  });
});

test('foreground deletion leaves a finalizer for the garbage collector', () => {
  const { local } = newServer();
  local.create('deployments', deployment());
  local.delete('deployments', 'default', 'web', { propagationPolicy: 'Foreground' });
  expect(local.get('deployments', 'default', 'web')?.metadata).toMatchObject({
    finalizers: ['foregroundDeletion'],
    deletionTimestamp: '2026-01-01T00:00:00Z',
    generation: 2,
  });
});
