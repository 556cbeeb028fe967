import { createHmac } from 'node:crypto';
import type { ConfigMap, Secret } from 'kubernetes-types/core/v1';
import type { Lease } from 'kubernetes-types/coordination/v1';
import { beforeAll, expect, it } from 'vitest';
import { ask, send } from '../../cluster/testing/request.ts';
import { openNetworkCluster } from '../../network/testing/network-cluster.ts';

let opened: ReturnType<typeof openNetworkCluster>;
const get = (path: string) => ask(opened.cluster, 'GET', path) as unknown;
const namesAt = (path: string) =>
  (get(path) as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);

beforeAll(() => {
  opened = openNetworkCluster(undefined, { systemPods: true });
});

it('has the ConfigMaps and accounts that kubeadm and the controllers leave behind', () => {
  expect(namesAt('/api/v1/namespaces/kube-system/configmaps')).toEqual([
    'coredns',
    'extension-apiserver-authentication',
    'kube-apiserver-legacy-service-account-token-tracking',
    'kube-proxy',
    'kube-root-ca.crt',
    'kubeadm-config',
    'kubelet-config',
  ]);
  const accounts = namesAt('/api/v1/namespaces/kube-system/serviceaccounts');
  expect(accounts).toHaveLength(41);
  expect(accounts).toEqual(expect.arrayContaining(['default', 'coredns', 'kindnet', 'job-controller']));
});

it('has roles and bindings where a real cluster has them', () => {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const counts = ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'].map(
    (plural) => namesAt(`${rbac}/${plural}`).length,
  );
  expect(counts).toEqual([73, 60, 12, 12]);
});

it('signs what nodes that join are told with the bootstrap token', () => {
  const { data = {} } = get('/api/v1/namespaces/kube-public/configmaps/cluster-info') as ConfigMap;
  const secret = get('/api/v1/namespaces/kube-system/secrets/bootstrap-token-abcdef') as Secret;
  const key = Buffer.from(secret.data?.['token-secret'] ?? '', 'base64');
  const [head = '', none, signature] = (data['jws-kubeconfig-abcdef'] ?? '').split('.');
  const payload = Buffer.from(data['kubeconfig'] ?? '').toString('base64url');
  expect([none, signature]).toEqual(['', createHmac('sha256', key).update(`${head}.${payload}`).digest('base64url')]);
});

it('has leases that were renewed just now, whenever somebody looks', () => {
  const path = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases';
  // As on a node of this name of a real cluster.
  expect(namesAt(path)).toContain('kube-scheduler');
  const renewed = () => (get(`${path}/kube-scheduler`) as Lease).spec?.renewTime ?? '';
  const before = Date.parse(renewed());
  opened.pass(60_000);
  expect(Date.parse(renewed()) - before).toBe(60_000);
});

it('tells how the parts of the control plane are, and lets nobody change it', () => {
  const path = '/api/v1/componentstatuses';
  expect(namesAt(path)).toEqual(['controller-manager', 'etcd-0', 'scheduler']);
  expect(send(opened.cluster, 'GET', path).headers['warning']).toContain('v1 ComponentStatus is deprecated in v1.19+');
  expect(send(opened.cluster, 'DELETE', `${path}/scheduler`).status).toBe(405);
  expect(send(opened.cluster, 'POST', path, { metadata: { name: 'x' } }).status).toBe(405);
  expect(send(opened.cluster, 'DELETE', '/api/v1/namespaces').status).toBe(405);
});

it('can be changed and deleted as other objects', () => {
  const path = '/api/v1/namespaces/kube-system/configmaps/kubelet-config';
  expect(
    send(opened.cluster, 'POST', '/api/v1/namespaces/kube-system/configmaps', { metadata: { name: 'kubelet-config' } })
      .status,
  ).toBe(409);
  expect(send(opened.cluster, 'DELETE', path).status).toBe(200);
  expect(send(opened.cluster, 'GET', path).status).toBe(404);
});

it('has none of it in a cluster without system Pods', () => {
  const bare = openNetworkCluster();
  const { items } = ask(bare.cluster, 'GET', '/api/v1/namespaces/kube-system/configmaps') as unknown as {
    items: object[];
  };
  expect(items).toHaveLength(1);
});
