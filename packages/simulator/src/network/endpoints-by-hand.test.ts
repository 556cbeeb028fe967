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

it('warns of what is old, also when it refuses', () => {
  const { send } = openNetworkCluster();
  const refused = send('GET', `${inDefault}/endpoints/none`);
  expect([refused.status, refused.headers['warning']]).toEqual([
    404,
    expect.stringContaining('v1 Endpoints is deprecated'),
  ]);
  const slice = { metadata: { name: 'far' }, addressType: 'FQDN', endpoints: [{ addresses: ['a.example'] }] };
  const warning = (path: string, method: string) => send(method, path, slice).headers['warning'];
  expect(warning(slices, 'POST')).toContain('FQDN endpoints are deprecated');
  expect(warning(`${slices}/far`, 'PUT')).toBeUndefined();
});

it('counts a change of the labels of a slice as a new generation, not one of its annotations', () => {
  const { send } = openNetworkCluster();
  const slice = { metadata: { name: 's' }, addressType: 'IPv4', endpoints: [{ addresses: ['10.1.1.1'] }] };
  send('POST', slices, slice);
  const changed = (metadata: object) => {
    const { body } = send('PUT', `${slices}/s`, { ...slice, metadata: { ...slice.metadata, ...metadata } });
    return (JSON.parse(textOf(body)) as { metadata: { generation: number } }).metadata.generation;
  };
  expect([changed({ annotations: { a: 'b' } }), changed({ labels: { a: 'b' } })]).toEqual([1, 2]);
});

it('says where the API server is found', () => {
  const { cluster } = openNetworkCluster();
  expect(ask(cluster, 'GET', `${inDefault}/endpoints/kubernetes`)).toMatchObject({
    metadata: { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: '172.18.0.2' }], ports: [{ name: 'https', port: 6443 }] }],
  });
  expect(ask(cluster, 'GET', `${slices}/kubernetes`)).toMatchObject({ endpoints: [{ addresses: ['172.18.0.2'] }] });
});

it.each([
  ['', 'the provided network does not match the current range'],
  ['?dryRun=All', 'the provided IP (11.0.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/16'],
])("refuses an address that is not the cluster's: services%s", (query, why) => {
  const { send } = openNetworkCluster();
  const service = { metadata: { name: 'far' }, spec: { clusterIP: '11.0.0.1', ports: [{ port: 80 }] } };
  expect(textOf(send('POST', `${inDefault}/services${query}`, service).body)).toContain(why);
});

it('gives the address back that a change takes away, and selects by it', () => {
  const { service, cluster, send } = openNetworkCluster();
  service('one', {});
  const path = `${inDefault}/services/one`;
  const read = () => ask(cluster, 'GET', path) as { spec?: { clusterIP?: string; clusterIPs?: string[] } };
  const old = read();
  expect(send('PUT', path, { ...old, spec: { ...old.spec, clusterIP: '' } }).status).toBe(200);
  expect(read().spec).toEqual(old.spec);
  const found = (selector: string) =>
    (ask(cluster, 'GET', `${inDefault}/services?fieldSelector=${selector}`) as unknown as { items: object[] }).items
      .length;
  expect([
    found(`spec.clusterIP=${old.spec?.clusterIP}`),
    found('spec.type=NodePort'),
    found('spec.type=ClusterIP'),
  ]).toEqual([1, 0, 2]);
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
