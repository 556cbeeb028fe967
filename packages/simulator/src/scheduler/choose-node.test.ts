import { noStorage } from './testing/no-storage.ts';
import { createRandom, selectorOf } from '@podlab/apimachinery';
import type { Node, NodeSelectorTerm, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import type { StoredOf } from '../apiserver/local-api.ts';
import { aPod, meta } from '../controllers/testing/objects.ts';
import { chooseNode } from './choose-node.ts';
import { ClusterState } from './cluster-state.ts';
import { NodeSampling } from './node-sampling.ts';
import type { SchedulingContext } from './plugins/plugin.ts';
import { podInfoOf } from './scheduled-pod.ts';

type NodeParts = { labels?: Record<string, string>; spec?: Node['spec']; allocatable?: Record<string, string> };

function aNode(name: string, { labels, spec, allocatable }: NodeParts = {}): StoredOf<'nodes'> {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta({ name, labels: { 'kubernetes.io/hostname': name, ...labels } }),
    ...(spec ? { spec } : {}),
    status: { allocatable: { cpu: '2', memory: '4Gi', pods: '110', ...allocatable } },
  };
}

type Placed = { on: string; labels?: Record<string, string>; spec?: Partial<Pod['spec']> };

/** Schedules a Pod on a cluster. @returns the node's name, or the reasons */
function schedule(
  spec: Partial<Pod['spec']>,
  cluster: {
    nodes: Record<string, NodeParts>;
    pods?: readonly Placed[];
    labels?: Record<string, string>;
    spread?: boolean;
  },
): string {
  const state = new ClusterState();
  for (const [name, parts] of Object.entries(cluster.nodes)) state.setNode(aNode(name, parts));
  for (const { on, labels, spec: placed } of cluster.pods ?? []) {
    state.setPod(aPod({ metadata: labels ? { labels } : {}, ...(placed ? { spec: placed } : {}) }), on);
  }
  const labels = cluster.labels ?? { app: 'web' };
  const context: SchedulingContext = {
    cluster: state,
    storage: noStorage,
    defaultSelector: () => (cluster.spread ? selectorOf({ matchLabels: labels }) : undefined),
    namespaceLabels: () => undefined,
  };
  const pod = aPod({ metadata: { labels }, spec: { nodeName: '', ...spec } });
  const choice = chooseNode(podInfoOf(pod), context, createRandom('tie'));
  if (choice.node) return choice.node.node?.metadata.name ?? '';
  return choice.rejections
    .map(({ reasons, isUnresolvable }) => `${reasons.join('+')}${isUnresolvable ? '!' : ''}`)
    .join(' | ');
}

const asking = (cpu: string, memory: string) => [{ name: 'c', resources: { requests: { cpu, memory } } }];
const containers = (cpu: string) => [{ name: 'c', resources: { requests: { cpu } } }];
const term = (app: string) => ({ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app } } });
const required = (app: string) => ({ requiredDuringSchedulingIgnoredDuringExecution: [term(app)] });
const nodeTerm = (operator: string, values?: string[]) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator, ...(values ? { values } : {}) }] }],
    },
  },
});
const nodeNamed = (name: string, others: NodeSelectorTerm[] = []) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }, ...others],
    },
  },
});
const spread = (whenUnsatisfiable: string, topologyKey = 'kubernetes.io/hostname') => [
  { maxSkew: 1, topologyKey, whenUnsatisfiable, labelSelector: { matchLabels: { app: 'web' } } },
];

describe('filters', () => {
  it.each([
    ['a cordoned node', {}, { a: { spec: { unschedulable: true } } }, [], 'node(s) were unschedulable!'],
    [
      'a cordoned node that the Pod tolerates',
      { tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }] },
      { a: { spec: { unschedulable: true } } },
      [],
      'a',
    ],
    [
      'a taint',
      {},
      { a: { spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } } },
      [],
      'node(s) had untolerated taint(s)!',
    ],
    [
      'a selector',
      { nodeSelector: { disk: 'ssd' } },
      { a: {} },
      [],
      "node(s) didn't match Pod's node affinity/selector!",
    ],
    [
      'a selector that one node matches',
      { nodeSelector: { disk: 'ssd' } },
      { a: {}, b: { labels: { disk: 'ssd' } } },
      [],
      'b',
    ],
    [
      'affinity In',
      { affinity: nodeTerm('In', ['z1']) },
      { a: { labels: { zone: 'z2' } }, b: { labels: { zone: 'z1' } } },
      [],
      'b',
    ],
    [
      'affinity DoesNotExist',
      { affinity: nodeTerm('DoesNotExist') },
      { a: { labels: { zone: 'z2' } }, b: {} },
      [],
      'b',
    ],
    [
      'a node by its name that has no room: the others are not even looked at',
      { affinity: nodeNamed('a'), containers: containers('3') },
      { a: {}, b: { spec: { unschedulable: true } } },
      [],
      "Insufficient cpu! | node(s) didn't satisfy plugin(s) [NodeAffinity]!",
    ],
    [
      'one of two nodes by name, or one with a label: no node is left out beforehand',
      { affinity: nodeNamed('c', [{ matchExpressions: [{ key: 'zone', operator: 'Exists' }] }]) },
      { a: {} },
      [],
      "node(s) didn't match Pod's node affinity/selector!",
    ],
    ['more cpu than any node has', { containers: containers('3') }, { a: {} }, [], 'Insufficient cpu!'],
    [
      'more cpu than is left',
      { containers: containers('1500m') },
      { a: {} },
      [{ on: 'a', spec: { containers: containers('1') } }],
      'Insufficient cpu',
    ],
    ['a full node', {}, { a: { allocatable: { pods: '1' } } }, [{ on: 'a' }], 'Too many pods'],
    [
      'a port in use',
      { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] },
      { a: {} },
      [{ on: 'a', spec: { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] } }],
      "node(s) didn't have free ports for the requested pod ports",
    ],
    [
      'nobody to be near',
      { affinity: { podAffinity: required('db') } },
      { a: {} },
      [],
      "node(s) didn't match pod affinity rules!",
    ],
    ['being near itself only', { affinity: { podAffinity: required('web') } }, { a: {} }, [], 'a'],
    [
      'being near',
      { affinity: { podAffinity: required('db') } },
      { a: {}, b: {} },
      [{ on: 'b', labels: { app: 'db' } }],
      'b',
    ],
    [
      'somebody to be far from',
      { affinity: { podAntiAffinity: required('web') } },
      { a: {} },
      [{ on: 'a', labels: { app: 'web' } }],
      "node(s) didn't match pod anti-affinity rules",
    ],
    [
      'somebody who wants to be far',
      {},
      { a: {} },
      [{ on: 'a', spec: { affinity: { podAntiAffinity: required('web') } } }],
      "node(s) didn't satisfy existing pods anti-affinity rules",
    ],
    [
      'too much skew',
      { topologySpreadConstraints: spread('DoNotSchedule') },
      { a: {}, b: { spec: { unschedulable: true } } },
      [{ on: 'a', labels: { app: 'web' } }],
      "node(s) didn't match pod topology spread constraints | node(s) were unschedulable!",
    ],
    [
      'a node without the label to spread over',
      { topologySpreadConstraints: spread('DoNotSchedule', 'zone') },
      { a: {} },
      [],
      "node(s) didn't match pod topology spread constraints (missing required label)!",
    ],
  ] as [string, Partial<Pod['spec']>, Record<string, NodeParts>, Placed[], string][])(
    'with %s',
    (_, spec, nodes, pods, expected) => {
      expect(schedule(spec, { nodes, pods })).toBe(expected);
    },
  );
});

describe('scores', () => {
  it.each([
    ['the emptier node', {}, { a: {}, b: {} }, [{ on: 'a', spec: { containers: containers('1') } }], 'b'],
    [
      'the node whose cpu and memory it makes more alike',
      { containers: asking('100m', '1Gi') },
      { b: {}, a: {} },
      [
        { on: 'a', spec: { containers: asking('1', '0') } },
        { on: 'b', spec: { containers: asking('0', '2Gi') } },
      ],
      'a',
    ],
    [
      'a node without a soft taint',
      {},
      { a: { spec: { taints: [{ key: 'x', effect: 'PreferNoSchedule' }] } }, b: {} },
      [],
      'b',
    ],
    [
      'a preferred node',
      {
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } },
            ],
          },
        },
      },
      { a: {}, b: { labels: { disk: 'ssd' } } },
      [],
      'b',
    ],
    [
      'the side of a preferred neighbour',
      {
        affinity: {
          podAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 50, podAffinityTerm: term('db') }],
          },
        },
      },
      { a: {}, b: {} },
      [{ on: 'b', labels: { app: 'db' } }],
      'b',
    ],
    [
      'where fewer of its kind are, if it says so',
      { topologySpreadConstraints: spread('ScheduleAnyway') },
      { a: {}, b: {} },
      [{ on: 'a', labels: { app: 'web' } }],
      'b',
    ],
  ] as [string, Partial<Pod['spec']>, Record<string, NodeParts>, Placed[], string][])(
    'prefer %s',
    (_, spec, nodes, pods, expected) => {
      expect(schedule(spec, { nodes, pods })).toBe(expected);
    },
  );

  it('spread the Pods of one owner, although nothing asks for it', () => {
    const pods = [
      { on: 'a', labels: { app: 'web' } },
      { on: 'b', labels: { app: 'other' } },
    ];
    expect(schedule({}, { nodes: { a: {}, b: {} }, pods, spread: true })).toBe('b');
  });
});

it('looks at some of many nodes only, and the next time at others', () => {
  const state = new ClusterState();
  const best = 'node-120';
  for (let i = 0; i < 150; i += 1) state.setNode(aNode(`node-${i}`, { labels: { best: String(i === 120) } }));
  const context: SchedulingContext = {
    cluster: state,
    storage: noStorage,
    defaultSelector: () => undefined,
    namespaceLabels: () => undefined,
  };
  const preference = { matchExpressions: [{ key: 'best', operator: 'In', values: ['true'] }] };
  const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference }] };
  const info = podInfoOf(aPod({ spec: { nodeName: '', affinity: { nodeAffinity } } }));
  const sampling = new NodeSampling();
  const chosen = [1, 2, 3].map(
    () => chooseNode(info, context, createRandom('tie'), sampling).node?.node?.metadata.name === best,
  );
  // Of 150 nodes, 100 are enough: 0 to 99, then 100 to 149 and 0 to 49, then 50 to 149.
  expect(chosen).toEqual([false, true, true]);
});
