import { describe, expect, it } from 'vitest';
import { ask, textOf } from '../cluster/testing/request.ts';
import { openNetworkCluster } from './testing/network-cluster.ts';

const inDefault = '/api/v1/namespaces/default';
const slices = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';

interface Slice {
  readonly metadata: { readonly name: string; readonly ownerReferences?: readonly { readonly kind: string }[] };
  readonly endpoints: readonly { readonly addresses: readonly string[] }[];
}

describe('Endpoints that somebody writes', () => {
  it('lead a Service without a selector to their addresses, and take what they lead to along', () => {
    const { nginx, cluster, pass, sh, ipOf, send } = openNetworkCluster();
    nginx('web');
    pass(5_000);
    ask(cluster, 'POST', `${inDefault}/services`, { metadata: { name: 'old' }, spec: { ports: [{ port: 80 }] } });
    const subsets = [{ addresses: [{ ip: ipOf('web') }], ports: [{ port: 80 }] }];
    ask(cluster, 'POST', `${inDefault}/endpoints`, { metadata: { name: 'old' }, subsets });
    pass(1_000);
    const mirrors = () =>
      (ask(cluster, 'GET', slices) as unknown as { items: readonly Slice[] }).items.filter(({ metadata }) =>
        metadata.name.startsWith('old-'),
      );
    expect(mirrors()).toMatchObject([
      { metadata: { ownerReferences: [{ kind: 'Endpoints' }] }, endpoints: [{ addresses: [ipOf('web')] }] },
    ]);
    expect(sh('wget -qO- old | grep -c nginx.org')).toBe('1\n');
    send('PUT', `${inDefault}/endpoints/old`, {
      metadata: { name: 'old' },
      subsets: [{ addresses: [{ ip: '10.9.9.9' }], ports: [{ port: 80 }] }],
    });
    pass(1_000);
    expect(mirrors()[0]?.endpoints).toMatchObject([{ addresses: ['10.9.9.9'] }]);
    send('DELETE', `${inDefault}/endpoints/old`);
    pass(1_000);
    expect(mirrors()).toEqual([]);
  });

  it('and slices are refused when they are wrong', () => {
    const { send } = openNetworkCluster();
    const slice = { metadata: { name: 'bad' }, addressType: 'IPv4', endpoints: [{ addresses: [] }] };
    expect(textOf(send('POST', slices, slice).body)).toContain('must contain at least 1 address');
    const endpoints = { metadata: { name: 'bad' }, subsets: [{ ports: [{ port: 80 }] }] };
    expect(textOf(send('POST', `${inDefault}/endpoints`, endpoints).body)).toContain('must specify `addresses`');
  });
});

it('says where the API server is found', () => {
  const { cluster } = openNetworkCluster();
  expect(ask(cluster, 'GET', `${inDefault}/endpoints/kubernetes`)).toMatchObject({
    metadata: { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: '172.18.0.2' }], ports: [{ name: 'https', port: 6443 }] }],
  });
  expect(ask(cluster, 'GET', `${slices}/kubernetes`)).toMatchObject({ endpoints: [{ addresses: ['172.18.0.2'] }] });
});

it('keeps the node ports that a load balancer no longer needs, and takes those of a cluster IP away', () => {
  const { service, cluster, send } = openNetworkCluster();
  service('lb', { type: 'LoadBalancer' });
  const change = (spec: object) => {
    const path = `${inDefault}/services/lb`;
    const old = ask(cluster, 'GET', path) as { spec?: object };
    send('PUT', path, { ...old, spec: { ...old.spec, ...spec } });
    return (ask(cluster, 'GET', path) as { spec?: { ports?: readonly { nodePort?: number }[] } }).spec?.ports;
  };
  expect(change({ allocateLoadBalancerNodePorts: false })?.[0]?.nodePort).toBeGreaterThan(0);
  expect(change({ type: 'ClusterIP' })?.[0]?.nodePort).toBeUndefined();
});
