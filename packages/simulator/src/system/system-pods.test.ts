import type { Stored } from '@podlab/apimachinery';
import type { DaemonSetList } from 'kubernetes-types/apps/v1';
import type { Pod, PodList } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { ask } from '../cluster/testing/request.ts';
import { openNetworkCluster } from '../network/testing/network-cluster.ts';

const base = '/api/v1/namespaces/kube-system';

/** A control plane and a worker, a minute old. */
function openSystem() {
  const opened = openNetworkCluster(undefined, { systemPods: true });
  const { cluster, pass } = opened;
  pass(60_000);
  const list = () => (ask(cluster, 'GET', `${base}/pods`) as unknown as PodList).items as Stored<Pod>[];
  return {
    ...opened,
    list,
    /** Of one of the parts. */
    of: (name: string) => list().filter(({ metadata }) => metadata.name.startsWith(`${name}-`)),
  };
}

const isReady = ({ status }: Pick<Pod, 'status'>) =>
  status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');

it('run on the control plane, kube-proxy and kindnet on every node, and all become Ready', () => {
  const { list } = openSystem();
  const placed = list().map(({ metadata, spec }) => {
    return `${metadata.name.replace(/(-[a-z0-9]{10})?-[a-z0-9]{5}$/, '')} on ${spec?.nodeName}`;
  });
  expect(placed.sort()).toEqual([
    'coredns on node-1',
    'coredns on node-1',
    'etcd-node-1 on node-1',
    'kindnet on node-1',
    'kindnet on node-2',
    'kube-apiserver-node-1 on node-1',
    'kube-controller-manager-node-1 on node-1',
    'kube-proxy on node-1',
    'kube-proxy on node-2',
    'kube-scheduler-node-1 on node-1',
  ]);
  expect(list().filter((pod) => !isReady(pod))).toEqual([]);
});

it('have the hash that kubeadm’s CoreDNS has on a real cluster of v1.36.3', () => {
  const { of } = openSystem();
  expect(of('coredns')[0]?.metadata.labels?.['pod-template-hash']).toBe('589f44dc88');
});

it('come back when they are deleted: a static one under its name, that of a DaemonSet under another', () => {
  const { cluster, pass, of } = openSystem();
  const [proxy] = of('kube-proxy');
  const [scheduler] = of('kube-scheduler');
  for (const pod of [proxy, scheduler]) ask(cluster, 'DELETE', `${base}/pods/${pod?.metadata.name}`);
  pass(60_000);
  expect(of('kube-proxy').filter(isReady)).toHaveLength(2);
  expect(of('kube-proxy').map(({ metadata }) => metadata.name)).not.toContain(proxy?.metadata.name);
  const [after] = of('kube-scheduler');
  expect(after?.metadata.name).toBe(scheduler?.metadata.name);
  expect(after?.metadata.uid).not.toBe(scheduler?.metadata.uid);
  // What runs is the same: only its mirror is new.
  expect(after?.status?.containerStatuses?.[0]?.restartCount).toBe(0);
});

it('answer for names: without CoreDNS there are none', () => {
  const { cluster, pass, sh } = openSystem();
  expect(sh('nslookup kubernetes.default.svc.cluster.local')).toContain('10.96.0.1\n');
  const scale = '/apis/apps/v1/namespaces/kube-system/deployments/coredns/scale';
  ask(cluster, 'PUT', scale, { ...ask(cluster, 'GET', scale), spec: { replicas: 0 } });
  pass(30_000);
  expect(sh('nslookup kubernetes.default.svc.cluster.local', { withinMs: 60_000 })).toContain(
    'no servers could be reached',
  );
});

it('keep their DaemonSets up to date when a node has gone silent', () => {
  const { cluster, pass } = openSystem();
  cluster.setKubelet('node-2', 'stopped');
  pass(120_000);
  const { items } = ask(cluster, 'GET', '/apis/apps/v1/namespaces/kube-system/daemonsets') as unknown as DaemonSetList;
  expect(items.map(({ status }) => [status?.desiredNumberScheduled, status?.numberReady])).toEqual([
    [2, 1],
    [2, 1],
  ]);
});
