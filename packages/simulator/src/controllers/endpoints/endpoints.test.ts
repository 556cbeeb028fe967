import { expect, it } from 'vitest';
import { aDeployment, createTestCluster, type TestCluster } from '../testing/test-cluster.ts';

/** Besides that of the API server, which is always there. */
const slices = ({ api }: TestCluster) =>
  api.list('endpointslices', 'default').filter(({ metadata }) => metadata.name !== 'kubernetes');

it('follows the Pods of a Service, and flips to terminating the moment they are deleted', () => {
  const cluster = createTestCluster();
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  cluster.api.create('services', { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports } });
  cluster.api.create('deployments', aDeployment('web', 2));
  cluster.run(5000);
  cluster.api.mergePatch('deployments', 'default', 'web', { spec: { replicas: 0 } });
  cluster.run(5000);
  const states = cluster
    .history('endpointslices')
    .filter(({ object }) => object.metadata.generateName === 'web-')
    .map(({ object: { endpoints } }) =>
      ((endpoints as typeof endpoints | null) ?? []).map(({ conditions: { ready, serving, terminating } = {} }) =>
        [ready ? 'ready' : '', serving ? 'serving' : '', terminating ? 'terminating' : ''].filter(Boolean).join('+'),
      ),
    );
  expect(states).toEqual([
    [],
    ['ready+serving'],
    ['ready+serving', 'ready+serving'],
    ['serving+terminating', 'ready+serving'],
    ['serving+terminating', 'serving+terminating'],
    ['serving+terminating'],
    [],
  ]);
  expect(slices(cluster)[0]?.metadata).toMatchObject({
    name: expect.stringMatching(/^web-[a-z0-9]{5}$/),
    labels: {
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    },
    ownerReferences: [{ kind: 'Service', name: 'web', controller: true }],
  });
});

it('lists ready addresses in Endpoints, drops a relabelled Pod at once, and goes with its Service', () => {
  const cluster = createTestCluster();
  cluster.api.create('services', {
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  cluster.api.create('deployments', aDeployment('web', 1));
  cluster.run(5000);
  const [pod] = cluster.pods('default');
  const subsets = () => cluster.api.get('endpoints', 'default', 'web')?.subsets;
  expect(subsets()).toEqual([
    {
      addresses: [
        {
          ip: pod?.status?.podIP,
          nodeName: 'node-1',
          targetRef: { kind: 'Pod', namespace: 'default', name: pod?.metadata.name, uid: pod?.metadata.uid },
        },
      ],
      ports: [{ port: 80, protocol: 'TCP' }],
    },
  ]);
  cluster.api.mergePatch('pods', 'default', pod?.metadata.name ?? '', { metadata: { labels: { app: 'loose' } } });
  cluster.run(100);
  expect(JSON.stringify(subsets() ?? [])).not.toContain(pod?.status?.podIP);
  cluster.api.delete('services', 'default', 'web');
  cluster.run(500);
  expect(cluster.api.get('endpoints', 'default', 'web')).toBeUndefined();
  expect(slices(cluster)).toEqual([]);
});
