import { describe, expect, it } from 'vitest';
import { aPod, meta } from '../../controllers/testing/objects.ts';
import { NodeInfo } from '../node-info.ts';
import { podInfoOf } from '../scheduled-pod.ts';
import { ClusterState } from '../cluster-state.ts';
import { noStorage } from '../testing/no-storage.ts';
import { balancedAllocation, nodeResourcesFit } from './node-resources.ts';
import type { SchedulingContext } from './plugin.ts';

const context: SchedulingContext = {
  cluster: new ClusterState(),
  storage: noStorage,
  defaultSelector: () => undefined,
  namespaceLabels: () => undefined,
};

function asking(cpu: string | undefined, memory: string | undefined) {
  const requests = { ...(cpu && { cpu }), ...(memory && { memory }) };
  return podInfoOf(aPod({ spec: { containers: [{ name: 'app', resources: { requests } }] } }));
}

/** A node with 1 cpu and 1000 bytes of memory, of which that much is asked for. */
function used(cpu: string, memory: string): NodeInfo {
  const node = new NodeInfo();
  node.node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta({ name: 'n' }),
    status: { allocatable: { cpu: '1', memory: '1000' } },
  };
  node.add(asking(cpu, memory));
  return node;
}

describe('NodeResourcesBalancedAllocation', () => {
  it.each([
    ['no change', asking('100m', '100'), used('100m', '100'), 75],
    ['a gain, by half of it', asking('100m', '500'), used('500m', '100'), 85],
    ['a loss, by half of it', asking('400m', '0'), used('100m', '100'), 65],
    ['from alike to wholly unlike', asking('1', '0'), used('0', '0'), 50],
    ['from wholly unlike to alike', asking('0', '1000'), used('1', '0'), 100],
    ['more than there is as all of it', asking('900m', '900'), used('500m', '500'), 75],
    ['what is asked for only', asking('100m', undefined), used('0', '0'), 72],
  ])('scores %s', (_, pod, node, score) => {
    expect(balancedAllocation.score(pod, [node], context)).toEqual([score]);
  });

  it('says nothing about Pods that ask for neither', () => {
    expect(balancedAllocation.score(asking(undefined, undefined), [used('0', '0')], context)).toBeUndefined();
  });
});

describe('NodeResourcesFit', () => {
  it.each([
    ['all that is free', asking('0', '0'), used('0', '0'), 100],
    ['the mean of both, each rounded down', asking('100m', '333'), used('0', '0'), 78],
    ['a tenth as a tenth', asking('0', '0'), used('900m', '900'), 10],
    ['nothing for more than there is', asking('900m', '900'), used('500m', '500'), 0],
  ])('scores %s', (_, pod, node, score) => {
    expect(nodeResourcesFit.score(pod, [node], context)).toEqual([score]);
  });
});
