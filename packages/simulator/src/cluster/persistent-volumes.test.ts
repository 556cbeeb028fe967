import type { KubeObject } from '@podlab/apimachinery';
import type { PersistentVolume, PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { observe } from './testing/observe.ts';
import { ask, send, textOf } from './testing/request.ts';

const base = '/api/v1/namespaces/default';
const claims = `${base}/persistentvolumeclaims`;
const volumes = '/api/v1/persistentvolumes';

function openCluster(nodeNames = ['node-1']) {
  const cluster = createEmbeddedCluster({
    seed: 'volumes',
    startTimeMs: Date.UTC(2026, 10, 24, 12),
    nodes: nodeNames.map((name) => ({ name, role: 'control-plane' })),
    systemPods: true,
  });
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  pass(30_000);
  const seen = observe(cluster, 'default');
  return {
    cluster,
    pass,
    seen,
    claim: (name: string, spec: PersistentVolumeClaim['spec'] = {}) => {
      const usual = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '64Mi' } } };
      ask(cluster, 'POST', claims, { metadata: { name }, spec: { ...usual, ...spec } });
    },
    volume: (name: string, storage: string, spec: PersistentVolume['spec'] = {}) => {
      const usual = { accessModes: ['ReadWriteOnce'], hostPath: { path: `/tmp/${name}` }, storageClassName: 'hand' };
      ask(cluster, 'POST', volumes, { metadata: { name }, spec: { ...usual, capacity: { storage }, ...spec } });
    },
    run: (name: string, claimName: string, script = 'sleep 1000', nodeName?: string) => {
      ask(cluster, 'POST', `${base}/pods`, {
        metadata: { name },
        spec: {
          terminationGracePeriodSeconds: 0,
          ...(nodeName ? { nodeName } : {}),
          containers: [
            {
              name: 'app',
              image: 'busybox:1.37',
              command: ['sh', '-c', script],
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
            },
          ],
          volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
        },
      });
    },
    log: (name: string) => textOf(send(cluster, 'GET', `${base}/pods/${name}/log`).body),
    pod: (name: string) => ask(cluster, 'GET', `${base}/pods/${name}`) as unknown as Pod,
    readClaim: (name: string) => ask(cluster, 'GET', `${claims}/${name}`) as unknown as PersistentVolumeClaim,
    readVolume: (name: string) => ask(cluster, 'GET', `${volumes}/${name}`) as unknown as PersistentVolume,
    remove: (path: string) => ask(cluster, 'DELETE', path),
  };
}

it('makes a volume of class standard for the first Pod that uses the claim, and keeps its data after the Pod', () => {
  const { cluster, claim, pass, run, seen, log, pod, readClaim, readVolume, remove } = openCluster();
  claim('data');
  pass(2_000);
  expect(readClaim('data').status).toEqual({ phase: 'Pending' });
  expect(seen.events('data')).toEqual([
    'WaitForFirstConsumer x1: waiting for first consumer to be created before binding',
  ]);
  run('writer', 'data', 'stat -c %a /data; echo kept >> /data/log; sleep 1000');
  pass(1_000);
  expect(pod('writer')).toMatchObject({ status: { phase: 'Pending', nominatedNodeName: 'node-1' } });
  pass(15_000);
  expect(pod('writer')).toMatchObject({ spec: { nodeName: 'node-1' }, status: { phase: 'Running' } });
  expect(pod('writer').status).not.toHaveProperty('nominatedNodeName');
  const { metadata, spec, status } = readClaim('data');
  expect(metadata?.annotations).toEqual({
    'pv.kubernetes.io/bind-completed': 'yes',
    'pv.kubernetes.io/bound-by-controller': 'yes',
    'volume.beta.kubernetes.io/storage-provisioner': 'rancher.io/local-path',
    'volume.kubernetes.io/selected-node': 'node-1',
    'volume.kubernetes.io/storage-provisioner': 'rancher.io/local-path',
  });
  const volumeName = `pvc-${metadata?.uid}`;
  expect(spec?.volumeName).toBe(volumeName);
  expect(status).toEqual({ phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '64Mi' } });
  expect(readVolume(volumeName)).toMatchObject({
    spec: { persistentVolumeReclaimPolicy: 'Delete', storageClassName: 'standard', claimRef: { uid: metadata?.uid } },
    status: { phase: 'Bound' },
  });
  expect(seen.events('data').map((event) => event.split(' ')[0])).toEqual([
    'ExternalProvisioning',
    'Provisioning',
    'ProvisioningSucceeded',
    'WaitForFirstConsumer',
  ]);
  expect(seen.events('data')[0]).toMatch(/^ExternalProvisioning x1: /);
  const grown = { ...readClaim('data'), spec: { ...spec, resources: { requests: { storage: '1Gi' } } } };
  expect(textOf(send(cluster, 'PUT', `${claims}/data`, grown as KubeObject).body)).toContain(
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  );
  expect(log('writer')).toBe('777\n');
  remove(`${base}/pods/writer`);
  pass(3_000);
  run('reader', 'data', 'cat /data/log; sleep 1000');
  pass(5_000);
  expect(log('reader')).toBe('kept\n');
  remove(`${claims}/data`);
  pass(5_000);
  expect(readClaim('data').metadata?.finalizers).toEqual(['kubernetes.io/pvc-protection']);
  remove(`${base}/pods/reader`);
  pass(3_000);
  expect(send(cluster, 'GET', `${claims}/data`).status).toBe(404);
  expect(readVolume(volumeName).status?.phase).toBe('Released');
  pass(10_000);
  expect(send(cluster, 'GET', `${volumes}/${volumeName}`).status).toBe(404);
});

it('lets Pods on one node share a volume', () => {
  const { claim, pass, run, log } = openCluster();
  claim('shared');
  run('writer', 'shared', 'echo one > /data/a; sleep 1000');
  pass(15_000);
  run('reader', 'shared', 'cat /data/a; sleep 1000');
  pass(5_000);
  expect(log('reader')).toBe('one\n');
});

it('gives a claim the smallest volume of its class that is large enough, and keeps the volume by policy Retain', () => {
  const { cluster, volume, claim, pass, readClaim, readVolume, remove } = openCluster();
  volume('small', '50Mi');
  volume('large', '1Gi');
  volume('middle', '100Mi');
  volume('other', '64Mi', { storageClassName: 'another' });
  pass(1_000);
  expect(readVolume('small').status?.phase).toBe('Available');
  claim('data', { storageClassName: 'hand' });
  pass(1_000);
  expect(readClaim('data')).toMatchObject({
    spec: { volumeName: 'middle' },
    status: { phase: 'Bound', capacity: { storage: '100Mi' } },
  });
  expect(readVolume('middle').metadata?.annotations).toEqual({ 'pv.kubernetes.io/bound-by-controller': 'yes' });
  remove(`${volumes}/middle`);
  pass(1_000);
  expect(readVolume('middle').metadata?.deletionTimestamp).toBeDefined();
  remove(`${claims}/data`);
  pass(1_000);
  expect(send(cluster, 'GET', `${volumes}/middle`).status).toBe(404);
  claim('again', { storageClassName: 'hand', resources: { requests: { storage: '10Mi' } } });
  pass(1_000);
  remove(`${claims}/again`);
  pass(1_000);
  expect(readVolume('small')).toMatchObject({ spec: { claimRef: { name: 'again' } }, status: { phase: 'Released' } });
});

it.each([
  [
    'no class',
    { storageClassName: '' },
    'FailedBinding',
    'no persistent volumes available for this claim and no storage class is set',
  ],
  [
    'a class that is not there',
    { storageClassName: 'nope' },
    'ProvisioningFailed',
    'storageclass.storage.k8s.io "nope" not found',
  ],
  [
    'a volume that is too small',
    { storageClassName: 'hand', volumeName: 'small' },
    'VolumeMismatch',
    'Cannot bind to requested volume "small": requested PV is too small',
  ],
])('says every 15 s that a claim of %s cannot be bound, and its Pod waits', (_about, spec, reason, message) => {
  const { volume, claim, pass, run, seen, pod, readClaim } = openCluster();
  volume('small', '50Mi');
  pass(500);
  claim('data', spec);
  run('web', 'data');
  pass(30_000);
  expect(readClaim('data').status?.phase).toBe('Pending');
  expect(seen.events('data')).toEqual([`${reason} x3: ${message}`]);
  expect(pod('web').status?.conditions?.[0]?.message).toBe(
    '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
  );
});

it('schedules a Pod whose claim comes later', () => {
  const { claim, pass, run, seen, pod } = openCluster();
  run('web', 'data');
  pass(2_000);
  expect(seen.events('web')).toEqual([
    'FailedScheduling x1: 0/1 nodes are available: persistentvolumeclaim "data" not found. not found',
  ]);
  claim('data');
  pass(20_000);
  expect(pod('web').status?.phase).toBe('Running');
});

it('sends a Pod only where its volume can be reached', () => {
  const { volume, claim, pass, run, pod } = openCluster(['node-1', 'node-2']);
  const values = ['node-2'];
  const required = {
    nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values }] }],
  };
  volume('there', '64Mi', { nodeAffinity: { required } });
  pass(500);
  claim('data', { storageClassName: 'hand' });
  pass(500);
  run('web', 'data');
  pass(5_000);
  expect(pod('web').spec?.nodeName).toBe('node-2');
});

it('loses a claim whose volume is gone', () => {
  const { cluster, volume, claim, pass, run, seen, pod, readClaim, remove } = openCluster();
  volume('there', '64Mi');
  pass(500);
  claim('data', { storageClassName: 'hand' });
  pass(500);
  remove(`${volumes}/there`);
  const { metadata, ...rest } = ask(cluster, 'GET', `${volumes}/there`);
  ask(cluster, 'PUT', `${volumes}/there`, { ...rest, metadata: { ...metadata, finalizers: [] } });
  pass(500);
  expect(readClaim('data').status).toEqual({ phase: 'Lost' });
  expect(seen.events('data')).toEqual([
    'ClaimLost x1: Bound claim has lost its PersistentVolume. Data on the volume is lost!',
  ]);
  run('web', 'data');
  pass(1_000);
  expect(pod('web').status?.conditions?.[0]?.message).toBe(
    '0/1 nodes are available: persistentvolumeclaim "data" bound to non-existent persistentvolume "there". not found',
  );
});

it('reports a claim that is not bound when the scheduler was passed by, after two minutes', () => {
  const { claim, pass, run, seen } = openCluster();
  claim('data');
  run('web', 'data', 'true', 'node-1');
  pass(120_000);
  expect(seen.events('web')).toEqual([]);
  pass(5_000);
  expect(seen.events('web')).toEqual([
    'FailedMount x1: Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], ' +
      'failed to process volumes=[data]: error processing PVC default/data: PVC is not bound',
  ]);
});

it('makes the claims that a Pod brings along, when the scheduler has missed them, and deletes them with it', () => {
  const { cluster, pass, readClaim, pod, remove, seen } = openCluster();
  const volumeClaimTemplate = {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
  };
  ask(cluster, 'POST', `${base}/pods`, {
    metadata: { name: 'web' },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'app', image: 'busybox:1.37', command: ['sleep', '1000'] }],
      volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate } }],
    },
  });
  pass(20_000);
  expect(pod('web').status?.phase).toBe('Running');
  expect(readClaim('web-scratch').metadata?.ownerReferences?.[0]).toMatchObject({ kind: 'Pod', name: 'web' });
  expect(seen.events('web')).toContainEqual(
    'FailedScheduling x1: 0/1 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "web-scratch". not found',
  );
  expect(seen.events('web-scratch')).toContain('WaitForPodScheduled x1: waiting for pod web to be scheduled');
  remove(`${base}/pods/web`);
  pass(10_000);
  expect(send(cluster, 'GET', `${claims}/web-scratch`).status).toBe(404);
});

it('tells of the claims of a StatefulSet that nobody uses them before there is the Pod', () => {
  const { cluster, pass, pod, seen } = openCluster();
  ask(cluster, 'POST', '/apis/apps/v1/namespaces/default/statefulsets', {
    metadata: { name: 'db' },
    spec: {
      replicas: 2,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: { app: 'db' } },
      template: {
        metadata: { labels: { app: 'db' } },
        spec: {
          containers: [
            {
              name: 'app',
              image: 'busybox:1.37',
              command: ['sleep', '1000'],
              volumeMounts: [{ name: 'data', mountPath: '/d' }],
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
        },
      ],
    },
  });
  pass(20_000);
  for (const name of ['db-0', 'db-1']) {
    expect(pod(name).status?.phase).toBe('Running');
    expect(seen.events(`data-${name}`)).toContain(
      'WaitForFirstConsumer x1: waiting for first consumer to be created before binding',
    );
  }
  expect(seen.events('db').filter((event) => event.includes('db-0'))).toEqual([
    'SuccessfulCreate x1: Create Claim data-db-0 Pod db-0 in StatefulSet db success',
    'SuccessfulCreate x1: Create Pod db-0 in StatefulSet db successful',
  ]);
});

it('says at every look what a claim waits for: a consumer, or that its consumers are scheduled', () => {
  const { cluster, claim, pass, run, seen } = openCluster();
  const cordon = (unschedulable: boolean) => {
    const node = ask(cluster, 'GET', '/api/v1/nodes/node-1') as { spec?: object };
    ask(cluster, 'PUT', '/api/v1/nodes/node-1', { ...node, spec: { ...node.spec, unschedulable } });
  };
  cordon(true);
  claim('data');
  pass(42_000);
  const events = () => seen.events('data').filter((event) => event.startsWith('WaitFor'));
  // At once, and then every 15 s.
  const first = /^WaitForFirstConsumer x[34]: waiting for first consumer to be created before binding$/;
  expect(events()).toEqual([expect.stringMatching(first)]);
  run('b', 'data');
  pass(1_000);
  expect(events()).toHaveLength(1);
  pass(15_000);
  expect(events()[1]).toBe('WaitForPodScheduled x1: waiting for pod b to be scheduled');
  run('a', 'data');
  pass(15_000);
  expect(events()[2]).toBe('WaitForPodScheduled x1: waiting for pods a,b to be scheduled');
  cordon(false);
  pass(15_000);
  expect(events()).toHaveLength(3);
  expect(seen.pods.get('b')?.at(-1)).toContain('Running');
});

it('makes no block volumes, and says so once', () => {
  const { claim, pass, run, seen, readClaim } = openCluster();
  claim('raw', { volumeMode: 'Block' });
  run('user', 'raw');
  pass(60_000);
  expect(seen.events('raw').filter((text) => text.startsWith('Provision'))).toEqual([
    'ProvisioningFailed x1: rancher.io/local-path does not support block volume provisioning',
  ]);
  expect(readClaim('raw').status?.phase).toBe('Pending');
});
