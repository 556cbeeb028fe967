import type { KubeObject } from '@podlab/apimachinery';
import type { Pod, ResourceQuota, ResourceRequirements } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { ask, send, textOf } from './testing/request.ts';

const base = '/api/v1/namespaces/default';

function openCluster() {
  const cluster = createEmbeddedCluster({
    seed: 'limits',
    startTimeMs: Date.UTC(2026, 10, 24, 12),
    nodes: [{ name: 'node-1' }],
  });
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  pass(5_000);
  return {
    cluster,
    pass,
    create: (plural: string, body: KubeObject) => {
      const { status, body: answer } = send(cluster, 'POST', `${base}/${plural}`, body);
      return status < 300 ? 'created' : (JSON.parse(textOf(answer)) as { message: string }).message;
    },
    quota: (hard: Record<string, string>, more: object = {}) => {
      ask(cluster, 'POST', `${base}/resourcequotas`, { metadata: { name: 'q' }, spec: { hard, ...more } });
      pass(1_000);
    },
    used: () => (ask(cluster, 'GET', `${base}/resourcequotas/q`) as unknown as ResourceQuota).status?.used,
  };
}

function pod(name: string, resources?: ResourceRequirements, more: object = {}): KubeObject {
  const container = { name: 'c', image: 'busybox:1.37', command: ['sleep', '1000'], ...(resources && { resources }) };
  return { metadata: { name }, spec: { terminationGracePeriodSeconds: 0, containers: [container], ...more } };
}

it('refuses what would exceed a quota, and counts what is there', () => {
  const { cluster, pass, create, quota, used } = openCluster();
  quota({ pods: '2', 'requests.cpu': '1', 'limits.memory': '256Mi' });
  expect(used()).toEqual({ pods: '0', 'requests.cpu': '0', 'limits.memory': '0' });
  expect(create('pods', pod('a'))).toBe(
    'pods "a" is forbidden: failed quota: q: must specify limits.memory for: c; requests.cpu for: c',
  );
  expect(create('pods', pod('b', { requests: { cpu: '800m' }, limits: { memory: '100Mi' } }))).toBe('created');
  expect(used()).toEqual({ pods: '1', 'requests.cpu': '800m', 'limits.memory': '100Mi' });
  const { managedFields } = (
    ask(cluster, 'GET', `${base}/resourcequotas/q`) as unknown as { metadata: { managedFields: object[] } }
  ).metadata;
  const charged = { 'f:limits.memory': {}, 'f:pods': {}, 'f:requests.cpu': {} };
  expect(managedFields).toContainEqual(
    expect.objectContaining({
      manager: 'kube-apiserver',
      subresource: 'status',
      fieldsV1: { 'f:status': { 'f:used': charged } },
    }),
  );
  expect(create('pods', pod('d', { requests: { cpu: '800m' }, limits: { memory: '200Mi' } }))).toBe(
    'pods "d" is forbidden: exceeded quota: q, requested: limits.memory=200Mi,requests.cpu=800m, ' +
      'used: limits.memory=100Mi,requests.cpu=800m, limited: limits.memory=256Mi,requests.cpu=1',
  );
  ask(cluster, 'DELETE', `${base}/pods/b`);
  pass(3_000);
  expect(used()).toEqual({ pods: '0', 'requests.cpu': '0', 'limits.memory': '0' });
});

it('does not count what a dry run would make', () => {
  const { create, quota, used } = openCluster();
  quota({ configmaps: '1' });
  // The namespace has one already.
  expect(used()).toEqual({ configmaps: '1' });
  expect(create('configmaps?dryRun=All', { metadata: { name: 'a' } })).toContain('exceeded quota: q');
});

it.each([
  [
    'services',
    { services: '1', 'services.nodeports': '0' },
    'services',
    { metadata: { name: 's' }, spec: { type: 'NodePort', ports: [{ port: 80 }] } },
    'services "s" is forbidden: exceeded quota: q, requested: services=1,services.nodeports=1, used: services=1,services.nodeports=0, limited: services=1,services.nodeports=0',
  ],
  [
    'objects of any kind',
    { 'count/secrets': '0' },
    'secrets',
    { metadata: { name: 's' } },
    'secrets "s" is forbidden: exceeded quota: q, requested: count/secrets=1, used: count/secrets=0, limited: count/secrets=0',
  ],
  [
    'storage by class',
    { 'standard.storageclass.storage.k8s.io/requests.storage': '500Mi' },
    'persistentvolumeclaims',
    {
      metadata: { name: 's' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '600Mi' } } },
    },
    'persistentvolumeclaims "s" is forbidden: exceeded quota: q, requested: standard.storageclass.storage.k8s.io/requests.storage=600Mi, used: standard.storageclass.storage.k8s.io/requests.storage=0, limited: standard.storageclass.storage.k8s.io/requests.storage=500Mi',
  ],
])('limits %s', (_about, hard, plural, body, message) => {
  const { create, quota } = openCluster();
  quota(hard);
  expect(create(plural, body)).toBe(message);
});

it('counts by scope', () => {
  const { create, quota, used } = openCluster();
  quota({ pods: '1' }, { scopes: ['BestEffort'] });
  expect(create('pods', pod('fixed', { requests: { cpu: '10m' } }))).toBe('created');
  expect(used()).toEqual({ pods: '0' });
  expect(create('pods', pod('a'))).toBe('created');
  expect(create('pods', pod('b'))).toContain('exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1');
});

it('frees the place of a Pod that has ended', () => {
  const { pass, create, quota, used } = openCluster();
  quota({ pods: '1', 'count/pods': '5' });
  expect(
    create(
      'pods',
      pod('a', undefined, {
        restartPolicy: 'Never',
        containers: [{ name: 'c', image: 'busybox:1.37', command: ['true'] }],
      }),
    ),
  ).toBe('created');
  pass(10_000);
  expect(used()).toEqual({ pods: '0', 'count/pods': '1' });
});

it.each([
  [
    { foo: '5' },
    {},
    '[spec.hard[foo]: Invalid value: "foo": must be a standard resource type or fully qualified, spec.hard[foo]: Invalid value: "foo": must be a standard resource for quota]',
  ],
  [{ pods: '-1' }, {}, 'spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0'],
  [{ pods: '1.5' }, {}, 'spec.hard[pods]: Invalid value: "1500m": must be an integer'],
  [
    { cpu: '5' },
    { scopes: ['BestEffort'] },
    'spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource',
  ],
  [{ pods: '5' }, { scopes: ['Foo'] }, 'spec.scopes: Invalid value: ["Foo"]: unsupported scope'],
  [
    { pods: '5' },
    { scopes: ['BestEffort', 'NotBestEffort'] },
    'spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes',
  ],
])('refuses the quota %j %j as a real API server does', (hard, more, fault) => {
  const { create } = openCluster();
  expect(create('resourcequotas', { metadata: { name: 'q' }, spec: { hard, ...more } })).toBe(
    `ResourceQuota "q" is invalid: ${fault}`,
  );
});

const range = {
  metadata: { name: 'lr' },
  spec: {
    limits: [
      {
        type: 'Container',
        default: { cpu: '200m', memory: '64Mi' },
        defaultRequest: { cpu: '100m' },
        min: { cpu: '50m', memory: '16Mi' },
        max: { cpu: '500m', memory: '128Mi' },
        maxLimitRequestRatio: { cpu: '4' },
      },
      { type: 'Pod', max: { cpu: '600m' } },
      { type: 'PersistentVolumeClaim', min: { storage: '10Mi' }, max: { storage: '100Mi' } },
    ],
  },
};

it('fills in the defaults of a LimitRange, and says so', () => {
  const { cluster, create } = openCluster();
  expect(create('limitranges', range)).toBe('created');
  ask(cluster, 'POST', `${base}/pods`, {
    metadata: { name: 'web' },
    spec: {
      initContainers: [{ name: 'i', image: 'busybox:1.37' }],
      containers: [
        { name: 'c', image: 'busybox:1.37' },
        { name: 'd', image: 'busybox:1.37', resources: { limits: { cpu: '300m' } } },
      ],
    },
  });
  const { metadata, spec } = ask(cluster, 'GET', `${base}/pods/web`) as unknown as Pod;
  expect(metadata?.annotations).toEqual({
    'kubernetes.io/limit-ranger':
      'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c; ' +
      'memory request for container d; memory limit for container d; cpu, memory request for init container i; ' +
      'cpu, memory limit for init container i',
  });
  expect(spec?.containers.map(({ resources }) => resources)).toEqual([
    { limits: { cpu: '200m', memory: '64Mi' }, requests: { cpu: '100m', memory: '64Mi' } },
    { limits: { cpu: '300m', memory: '64Mi' }, requests: { cpu: '300m', memory: '64Mi' } },
  ]);
});

it.each<[ResourceRequirements, string]>([
  [
    { limits: { cpu: '1' } },
    '[maximum cpu usage per Container is 500m, but limit is 1, maximum cpu usage per Pod is 600m, but limit is 1]',
  ],
  [
    { requests: { cpu: '10m', memory: '8Mi' } },
    '[minimum cpu usage per Container is 50m, but request is 10m, ' +
      'minimum memory usage per Container is 16Mi, but request is 8Mi, ' +
      'cpu max limit to request ratio per Container is 4, but provided ratio is 20.000000]',
  ],
])('holds a container with %j against a LimitRange', (resources, faults) => {
  const { create } = openCluster();
  create('limitranges', range);
  expect(create('pods', pod('web', resources))).toBe(`pods "web" is forbidden: ${faults}`);
});

it('holds a claim against a LimitRange', () => {
  const { create } = openCluster();
  create('limitranges', range);
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '600Mi' } } };
  expect(create('persistentvolumeclaims', { metadata: { name: 'big' }, spec })).toBe(
    'persistentvolumeclaims "big" is forbidden: maximum storage usage per PersistentVolumeClaim is 100Mi, but request is 600Mi',
  );
});

it('refuses a LimitRange that contradicts itself', () => {
  const { create } = openCluster();
  const limits = [
    {
      type: 'Container',
      default: { cpu: '200m' },
      defaultRequest: { cpu: '300m' },
      min: { cpu: '1' },
      max: { cpu: '500m' },
      maxLimitRequestRatio: { cpu: '0.5' },
    },
    { type: 'Pod', default: { cpu: '200m' } },
    { type: 'Container', max: { cpu: '500m' } },
  ];
  const faults = create('limitranges', { metadata: { name: 'bad' }, spec: { limits } });
  for (const fault of [
    'spec.limits[0].min[cpu]: Invalid value: "1": min value 1 is greater than max value 500m',
    'spec.limits[0].defaultRequest[cpu]: Invalid value: "300m": min value 1 is greater than default request value 300m',
    'spec.limits[0].defaultRequest[cpu]: Invalid value: "300m": default request value 300m is greater than default limit value 200m',
    'spec.limits[0].default[cpu]: Invalid value: "1": min value 1 is greater than default value 200m',
    'spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1',
    "spec.limits[1].default: Forbidden: may not be specified when `type` is 'Pod'",
    'spec.limits[2].type: Duplicate value: "Container"',
  ]) {
    expect(faults).toContain(fault);
  }
});

it('knows priority classes, and gives Pods what they are worth', () => {
  const { cluster, create } = openCluster();
  const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';
  ask(cluster, 'POST', classes, { metadata: { name: 'high' }, value: 1000 });
  ask(cluster, 'POST', `${base}/pods`, pod('web', undefined, { priorityClassName: 'high' }));
  expect(ask(cluster, 'GET', `${base}/pods/web`)).toMatchObject({ spec: { priority: 1000 } });
  expect(create('pods', pod('other', undefined, { priorityClassName: 'none' }))).toBe(
    'pods "other" is forbidden: no PriorityClass with name none was found',
  );
  const refused = send(cluster, 'POST', classes, { metadata: { name: 'mine' }, value: 1_000_000_001 });
  expect(textOf(refused.body)).toContain('maximum allowed value of a user defined priority is 1000000000');
  expect(ask(cluster, 'GET', `${classes}/system-node-critical`)).toMatchObject({ value: 2_000_001_000 });
});

it('tells what is missing for any quota before that another is used up', () => {
  const { create, quota, cluster, pass } = openCluster();
  quota({ pods: '0' });
  ask(cluster, 'POST', `${base}/resourcequotas`, { metadata: { name: 'r' }, spec: { hard: { 'limits.cpu': '1' } } });
  pass(1_000);
  expect(create('pods', pod('a'))).toContain('failed quota: r: must specify limits.cpu for: c');
});

it('holds a Pod that is resized against LimitRanges', () => {
  const { cluster, create, pass } = openCluster();
  ask(cluster, 'POST', `${base}/limitranges`, {
    metadata: { name: 'l' },
    spec: { limits: [{ type: 'Pod', max: { cpu: '1' } }] },
  });
  expect(create('pods', pod('a', { requests: { cpu: '100m' }, limits: { cpu: '500m' } }))).toBe('created');
  pass(3_000);
  const path = `${base}/pods/a`;
  const resize = (limit: string) => {
    const old = ask(cluster, 'GET', path) as Pod & KubeObject;
    const [container] = old.spec?.containers ?? [];
    const resources = { requests: { cpu: '100m' }, limits: { cpu: limit } };
    const spec = { ...old.spec, containers: [{ ...container, resources }] };
    return textOf(send(cluster, 'PUT', `${path}/resize`, { ...old, spec }).body);
  };
  expect(resize('1500m')).toContain('maximum cpu usage per Pod is 1, but limit is 1500m');
  expect(resize('900m')).toContain('"cpu":"900m"');
});
