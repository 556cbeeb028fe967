import { noStorage } from './testing/no-storage.ts';
import { describe, expect, it } from 'vitest';
import { aPod, meta } from '../controllers/testing/objects.ts';
import { ClusterState } from './cluster-state.ts';
import { findRejection } from './choose-node.ts';
import type { SchedulingContext } from './plugins/plugin.ts';
import { findPreemption } from './preemption.ts';
import { podInfoOf } from './scheduled-pod.ts';

/** name, node, cpu, priority; `!` after the name: protected by a budget. */
type Row = readonly [name: string, node: string, cpu: string, priority: number];

const containers = (cpu: string) => [{ name: 'c', resources: { requests: { cpu } } }];

/** Tries to get a Pod of priority 100 with `cpu` onto nodes of 4 cpus. @returns `node: victims`, or why not */
function preempt(cpu: string, rows: readonly Row[]): string {
  const cluster = new ClusterState();
  for (const name of new Set(rows.map(([, node]) => node))) {
    const status = { allocatable: { cpu: '4', memory: '4Gi', pods: '110' } };
    cluster.setNode({ apiVersion: 'v1', kind: 'Node', metadata: meta({ name }), status });
  }
  for (const [name, node, requested, priority] of rows) {
    cluster.setPod(aPod({ name, spec: { priority, containers: containers(requested) } }), node);
  }
  const context: SchedulingContext = {
    cluster,
    storage: noStorage,
    defaultSelector: () => undefined,
    namespaceLabels: () => undefined,
  };
  const info = podInfoOf(aPod({ spec: { nodeName: '', priority: 100, containers: containers(cpu) } }));
  const rejections = cluster.nodes().flatMap((node) => findRejection(info, node, context) ?? []);
  const before = cluster.nodes().map(({ pods }) => pods.size);
  const outcome = findPreemption(info, rejections, {
    context,
    isProtected: ({ metadata }) => metadata.name.endsWith('!'),
  });
  expect(cluster.nodes().map(({ pods }) => pods.size)).toEqual(before);
  if (!outcome.preemption) return outcome.message;
  const victims = outcome.preemption.victims.map(({ pod }) => pod.metadata.name);
  return `${outcome.preemption.node.node?.metadata.name}: ${victims.join(' ')}`;
}

describe('findPreemption', () => {
  it.each([
    [
      'takes the least important Pod that will do',
      '2',
      [
        ['a', 'n', '2', 5],
        ['b', 'n', '2', 3],
      ],
      'n: b',
    ],
    [
      'takes no more than it must',
      '1',
      [
        ['a', 'n', '2', 5],
        ['b', 'n', '1', 5],
        ['c', 'n', '1', 5],
      ],
      'n: c',
    ],
    [
      'takes several when it must',
      '4',
      [
        ['a', 'n', '2', 5],
        ['b', 'n', '2', 3],
      ],
      'n: a b',
    ],
    [
      'spares equals',
      '2',
      [['a', 'n', '4', 100]],
      '0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    ],
    [
      'takes nobody when it would not help',
      '3',
      [
        ['a', 'n', '2', 100],
        ['b', 'n', '2', 3],
      ],
      '0/1 nodes are available: 1 Insufficient cpu.',
    ],
    [
      'cannot make nodes larger',
      '5',
      [['a', 'n', '4', 3]],
      '0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    ],
    [
      'goes where the worst victim matters least',
      '4',
      [
        ['a', 'm', '4', 50],
        ['b', 'n', '4', 10],
      ],
      'n: b',
    ],
    [
      'goes where fewer have to go',
      '4',
      [
        ['a', 'm', '4', 10],
        ['b', 'n', '2', 10],
        ['c', 'n', '2', 10],
      ],
      'm: a',
    ],
    [
      'spares Pods that a budget protects',
      '2',
      [
        ['a!', 'n', '2', 1],
        ['b', 'n', '2', 50],
      ],
      'n: b',
    ],
    ['takes even those when nothing else will do', '4', [['a!', 'n', '4', 1]], 'n: a!'],
    [
      'goes where no budget is broken',
      '4',
      [
        ['a!', 'm', '4', 1],
        ['b', 'n', '4', 50],
      ],
      'n: b',
    ],
  ] as [string, string, Row[], string][])('%s', (_, cpu, rows, expected) => {
    expect(preempt(cpu, rows)).toBe(expected);
  });
});
