import type { NetworkPolicy } from 'kubernetes-types/networking/v1';
import { describe, expect, it } from 'vitest';
import { isTrafficAllowed, type PolicyEnd, policyTypes } from './network-policy.ts';

type Spec = NonNullable<NetworkPolicy['spec']>;

const pod = (app: string, namespace = 'shop'): PolicyEnd => ({
  ip: app === 'web' ? '10.244.0.5' : '10.244.1.6',
  pod: {
    namespace,
    labels: { app },
    namespaceLabels: { 'kubernetes.io/metadata.name': namespace },
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  },
});
const outside: PolicyEnd = { ip: '192.168.1.9' };
const web = { podSelector: { matchLabels: { app: 'web' } } };
const fromClient = { from: [{ podSelector: { matchLabels: { app: 'client' } } }] };
const otherNamespace = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } };

describe('network policies', () => {
  it.each<[string, Spec[], PolicyEnd, boolean]>([
    ['without any, everything passes', [], pod('client'), true],
    [
      'that select another Pod are nothing to it',
      [{ podSelector: { matchLabels: { app: 'db' } } }],
      pod('client'),
      true,
    ],
    ['that select it and name nobody let nobody in', [web], pod('client'), false],
    ['an empty selector selects every Pod of the namespace', [{ podSelector: {} }], pod('client'), false],
    ['let in who they name', [{ ...web, ingress: [fromClient] }], pod('client'), true],
    ['keep out whom they do not name', [{ ...web, ingress: [fromClient] }], pod('stranger'), false],
    ['add up', [web, { ...web, ingress: [fromClient] }], pod('client'), true],
    ['an empty rule lets everybody in', [{ ...web, ingress: [{}] }], outside, true],
    [
      'a Pod selector alone means the own namespace',
      [{ ...web, ingress: [fromClient] }],
      pod('client', 'other'),
      false,
    ],
    [
      'a namespace selector means all its Pods',
      [{ ...web, ingress: [{ from: [otherNamespace] }] }],
      pod('x', 'other'),
      true,
    ],
    [
      'both in one peer must fit',
      [{ ...web, ingress: [{ from: [{ ...otherNamespace, ...fromClient.from[0] }] }] }],
      pod('x', 'other'),
      false,
    ],
    [
      'a block of addresses',
      [{ ...web, ingress: [{ from: [{ ipBlock: { cidr: '192.168.0.0/16' } }] }] }],
      outside,
      true,
    ],
    [
      'an exception from a block',
      [{ ...web, ingress: [{ from: [{ ipBlock: { cidr: '192.168.0.0/16', except: ['192.168.1.0/24'] } }] }] }],
      outside,
      false,
    ],
    ['a port', [{ ...web, ingress: [{ ports: [{ port: 8080 }] }] }], outside, true],
    ['another port', [{ ...web, ingress: [{ ports: [{ port: 80 }] }] }], outside, false],
    ['a port by name', [{ ...web, ingress: [{ ports: [{ port: 'http' }] }] }], outside, true],
    ['a range of ports', [{ ...web, ingress: [{ ports: [{ port: 8000, endPort: 9000 }] }] }], outside, true],
    ['another protocol', [{ ...web, ingress: [{ ports: [{ port: 8080, protocol: 'UDP' }] }] }], outside, false],
    ['only about egress say nothing of ingress', [{ ...web, policyTypes: ['Egress'] }], outside, true],
  ])('%s', (_about, specs, from, expected) => {
    const policies = specs.map((spec) => ({ metadata: { namespace: 'shop' }, spec }));
    expect(isTrafficAllowed(policies, { from, to: pod('web'), port: 8080, protocol: 'TCP' })).toBe(expected);
  });

  it('hold a Pod back that may not send', () => {
    const policies = [{ metadata: { namespace: 'shop' }, spec: { podSelector: {}, policyTypes: ['Egress'] } }];
    const traffic = { from: pod('client'), to: outside, port: 443, protocol: 'TCP' } as const;
    expect(isTrafficAllowed(policies, traffic)).toBe(false);
    expect(isTrafficAllowed(policies, { ...traffic, from: outside, to: pod('client') })).toBe(true);
  });

  it('are about ingress, and about egress when they have such rules, unless they say so', () => {
    expect(policyTypes({ podSelector: {} })).toEqual(['Ingress']);
    expect(policyTypes({ podSelector: {}, egress: [{}] })).toEqual(['Ingress', 'Egress']);
  });
});
