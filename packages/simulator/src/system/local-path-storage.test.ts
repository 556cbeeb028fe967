import type { KubeObject, Stored } from '@podlab/apimachinery';
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { observe } from '../cluster/testing/observe.ts';
import { ask } from '../cluster/testing/request.ts';
import { openNetworkCluster } from '../network/testing/network-cluster.ts';

const base = '/api/v1/namespaces/default';
const deployment = '/apis/apps/v1/namespaces/local-path-storage/deployments/local-path-provisioner';

/** A control plane, a worker, and a Pod on the control plane that wants a volume of class `standard`. */
function openWithClaim({ replicas = 1, image = '' } = {}) {
  const opened = openNetworkCluster(undefined, { systemPods: true });
  const { cluster, pass, run } = opened;
  pass(60_000);
  if (replicas !== 1) {
    ask(cluster, 'PUT', `${deployment}/scale`, { ...ask(cluster, 'GET', `${deployment}/scale`), spec: { replicas } });
    pass(40_000);
  }
  if (image !== '') {
    const changed = ask(cluster, 'GET', deployment) as Stored<Deployment>;
    const container = changed.spec?.template.spec?.containers[0];
    if (container) container.image = image;
    ask(cluster, 'PUT', deployment, { ...changed, spec: { ...changed.spec, strategy: { type: 'Recreate' } } });
    pass(40_000);
  }
  const helpers = observe(cluster, 'local-path-storage');
  const makeClaim = () =>
    ask(cluster, 'POST', `${base}/persistentvolumeclaims`, {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '64Mi' } } },
    });
  makeClaim();
  run('writer', {
    terminationGracePeriodSeconds: 0,
    nodeSelector: { 'kubernetes.io/hostname': 'node-1' },
    tolerations: [{ operator: 'Exists' }],
    containers: [
      {
        name: 'app',
        image: 'busybox:1.37',
        command: ['sleep', '100000'],
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'node', mountPath: '/node' },
        ],
      },
    ],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'node', hostPath: { path: '/var' } },
    ],
  });
  const claim = () =>
    ask(cluster, 'GET', `${base}/persistentvolumeclaims/data`) as unknown as PersistentVolumeClaim & KubeObject;
  return { ...opened, helpers, claim, makeClaim };
}

it('has one Pod on the control plane, where nothing else may run', () => {
  const { cluster, pass } = openNetworkCluster(undefined, { systemPods: true });
  pass(60_000);
  const { status } = ask(cluster, 'GET', deployment) as { status?: { readyReplicas?: number } };
  expect(status?.readyReplicas).toBe(1);
});

it('makes and removes the directory of a volume with a helper Pod on its node', () => {
  const { cluster, pass, run, sh, claim, helpers } = openWithClaim();
  pass(20_000);
  const volume = `pvc-${claim().metadata?.uid}`;
  const directory = `/node/local-path-provisioner/${volume}_default_data`;
  expect(sh(`stat -c %a /data; ls -d ${directory}`, { pod: 'writer' })).toBe(`777\n${directory}\n`);
  const maker = helpers.pods.get(`helper-pod-create-${volume}`) ?? [];
  expect(maker.map((state) => state.split(' ').slice(0, 4).join(' ')).at(-1)).toContain('DELETED');
  expect(maker.some((state) => state.includes('Succeeded'))).toBe(true);
  const { metadata, spec } = ask(cluster, 'GET', `/api/v1/persistentvolumes/${volume}`) as unknown as PersistentVolume;
  expect(metadata?.annotations?.['local.path.provisioner/selected-node']).toBe('node-1');
  expect(spec?.capacity).toEqual({ storage: '64Mi' });

  ask(cluster, 'DELETE', `${base}/persistentvolumeclaims/data`);
  ask(cluster, 'DELETE', `${base}/pods/writer`);
  pass(20_000);
  expect(helpers.pods.get(`helper-pod-delete-${volume}`)?.at(-1)).toContain('DELETED');
  expect(helpers.events(`helper-pod-delete-${volume}`)).toEqual([
    'Created x1: Container created',
    'Pulled x1: Container image "docker.io/kindest/local-path-helper:v20260131-7181c60a" already present on machine and can be accessed by the pod',
    'Started x1: Container started',
  ]);
  const { items } = ask(cluster, 'GET', '/api/v1/persistentvolumes') as unknown as { items: unknown[] };
  expect(items).toEqual([]);
  run('looker', {
    nodeSelector: { 'kubernetes.io/hostname': 'node-1' },
    tolerations: [{ operator: 'Exists' }],
    containers: [
      {
        name: 'app',
        image: 'busybox:1.37',
        command: ['sleep', '100'],
        volumeMounts: [{ name: 'node', mountPath: '/node' }],
      },
    ],
    volumes: [{ name: 'node', hostPath: { path: '/var' } }],
  });
  pass(5_000);
  expect(sh('ls /node/local-path-provisioner | wc -l', { pod: 'looker' })).toBe('0\n');
});

it('makes nothing while the provisioner has no Pod, and what is asked when it has one again', () => {
  const { cluster, pass, claim, seen } = openWithClaim({ replicas: 0 });
  pass(30_000);
  expect(claim().status?.phase).toBe('Pending');
  expect(seen.events('data').join('\n')).not.toContain('External provisioner is provisioning');
  ask(cluster, 'PUT', `${deployment}/scale`, { ...ask(cluster, 'GET', `${deployment}/scale`), spec: { replicas: 1 } });
  pass(20_000);
  expect(claim().status?.phase).toBe('Bound');
});

it('makes nothing while the Pod of the provisioner is not ready', () => {
  const { pass, claim, helpers } = openWithClaim({ image: 'no.such/image:1' });
  pass(30_000);
  expect(claim().status?.phase).toBe('Pending');
  expect([...helpers.pods.keys()].filter((name) => name.startsWith('helper-pod'))).toEqual([]);
});

it('says so when the helper Pod is deleted before it is done, and tries again', () => {
  const { cluster, pass, claim, seen } = openWithClaim();
  const helper = `/api/v1/namespaces/local-path-storage/pods/helper-pod-create-pvc-${claim().metadata?.uid}`;
  pass(100);
  ask(cluster, 'DELETE', `${helper}?gracePeriodSeconds=0`);
  pass(10_000);
  expect(seen.events('data').join('\n')).toContain(
    `ProvisioningFailed x1: failed to provision volume with StorageClass "standard": failed to create volume pvc-${claim().metadata?.uid}: pods "helper-pod-create-pvc-${claim().metadata?.uid}" not found`,
  );
  pass(20_000);
  expect(claim().status?.phase).toBe('Bound');
});

it('makes a volume for a claim whose name another one had, which was deleted while its volume was being made', () => {
  const { cluster, pass, claim, makeClaim, helpers } = openWithClaim();
  pass(1_000);
  const first = `helper-pod-create-pvc-${claim().metadata?.uid}`;
  const { finalizers: _, ...metadata } = claim().metadata ?? {};
  ask(cluster, 'PUT', `${base}/persistentvolumeclaims/data`, { ...claim(), metadata });
  ask(cluster, 'DELETE', `${base}/persistentvolumeclaims/data`);
  ask(cluster, 'DELETE', `${base}/pods/writer`);
  makeClaim();
  const second = claim().metadata?.uid;
  ask(cluster, 'POST', `${base}/pods`, {
    metadata: { name: 'next' },
    spec: {
      containers: [
        {
          name: 'app',
          image: 'busybox:1.37',
          command: ['sleep', '100'],
          volumeMounts: [{ name: 'data', mountPath: '/d' }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    },
  });
  pass(20_000);
  expect(helpers.pods.get(first)?.at(-1)).toContain('DELETED');
  expect(claim()).toMatchObject({ metadata: { uid: second }, status: { phase: 'Bound' } });
});
