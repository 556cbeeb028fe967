import { describe, expect, it } from 'vitest';
import { aDaemonSet, aNode, aPod } from '../testing/objects.ts';
import { FailedPodBackoff } from './failed-pod-backoff.ts';
import { nodeEligibility } from './node-eligibility.ts';
import { type DaemonSetObservation, planNodes } from './plan-nodes.ts';
import { planUpdate } from './plan-update.ts';

const nowMs = Date.parse('2026-11-24T00:01:00Z');
type Node = ReturnType<typeof aNode>;

/** Pods in words, such as `a:old`, `b:new`, `c:broken` (old and not ready), `a:fresh` (new and not ready), `a:failed`. */
function observe(
  set: ReturnType<typeof aDaemonSet>,
  nodes: readonly Node[],
  pods: readonly string[],
): DaemonSetObservation {
  return {
    set,
    nodes,
    hash: 'new',
    nowMs,
    pods: pods.map((text) => {
      const [nodeName = '', state = ''] = text.split(':');
      return aPod({
        name: text,
        ready: ['old', 'new', 'going'].includes(state) && '2026-11-24T00:00:10Z',
        metadata: {
          labels: { 'controller-revision-hash': state === 'new' || state === 'fresh' ? 'new' : 'old' },
          ...(state === 'going' ? { deletionTimestamp: 'x' } : {}),
        },
        spec: { nodeName },
        ...(state === 'failed' ? { status: { phase: 'Failed' } } : {}),
      });
    }),
  };
}

const cordoned = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const own = { key: 'dedicated', value: 'x', effect: 'NoSchedule' };
const gone = { key: 'broken', effect: 'NoExecute' };
const names = (pods: readonly { metadata: { name: string } }[]) => pods.map(({ metadata }) => metadata.name);
const surge = (maxSurge: number) => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge } },
});
const [a, b, c] = ['a', 'b', 'c'].map((name) => aNode(name));
const all = [a, b, c] as Node[];

describe('nodeEligibility', () => {
  const selecting = { template: { spec: { containers: [], nodeSelector: { disk: 'fast' } } } };
  it.each([
    ['an ordinary node', aDaemonSet(), aNode('a'), true, true],
    ['a cordoned node', aDaemonSet(), aNode('a', { taints: [cordoned] }), true, true],
    ['a node that keeps new Pods off', aDaemonSet(), aNode('a', { taints: [own] }), false, true],
    ['a node that drives Pods away', aDaemonSet(), aNode('a', { taints: [gone] }), false, false],
    ['a node without the label', aDaemonSet(selecting), aNode('a'), false, false],
    ['a node with the label', aDaemonSet(selecting), aNode('a', { labels: { disk: 'fast' } }), true, true],
  ])('of %s', (_, set, node, shouldRun, mayStay) => {
    expect(nodeEligibility(set, node)).toEqual({ shouldRun, mayStay });
  });
});

describe('planNodes', () => {
  it.each<[string, ReturnType<typeof aDaemonSet>, Node[], string[], string[], string[]]>([
    ['a Pod for each node without one', aDaemonSet(), all, ['b:new'], ['a', 'c'], []],
    ['none beside one that is being deleted', aDaemonSet(), all.slice(0, 1), ['a:going'], [], []],
    ['one beside it when it may surge', aDaemonSet(surge(1)), all.slice(0, 1), ['a:going'], ['a'], []],
    ['only the oldest of several', aDaemonSet(), all.slice(0, 1), ['a:new', 'a:old'], [], ['a:old']],
    ['both while the new one is not available', aDaemonSet(surge(1)), all.slice(0, 1), ['a:old', 'a:fresh'], [], []],
    ['the new one alone once it is', aDaemonSet(surge(1)), all.slice(0, 1), ['a:old', 'a:new'], [], ['a:old']],
    ['nothing on a node that keeps new Pods off', aDaemonSet(), [aNode('a', { taints: [own] })], ['a:new'], [], []],
    ['none on a node that drives Pods away', aDaemonSet(), [aNode('a', { taints: [gone] })], ['a:new'], [], ['a:new']],
  ])('wants %s', (_, set, nodes, pods, create, gonePods) => {
    const plan = planNodes(observe(set, nodes, pods));
    expect([plan.create, names(plan.delete)]).toEqual([create, gonePods]);
  });

  it('hands Pods that have failed on', () => {
    expect(names(planNodes(observe(aDaemonSet(), all.slice(0, 1), ['a:failed'])).ended)).toEqual(['a:failed']);
  });
});

describe('planUpdate', () => {
  const unavailable = (maxUnavailable: number | string) => ({
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable, maxSurge: 0 } },
  });
  it.each<[string, ReturnType<typeof aDaemonSet>, string[], string[], string[]]>([
    ['one node at a time', aDaemonSet(), ['a:old', 'b:old', 'c:old'], ['a:old'], []],
    ['no other while one is not available', aDaemonSet(), ['a:fresh', 'b:old', 'c:old'], [], []],
    [
      'broken ones first, whatever the limit',
      aDaemonSet(),
      ['a:broken', 'b:broken', 'c:old'],
      ['a:broken', 'b:broken'],
      [],
    ],
    ['as many as may be unavailable', aDaemonSet(unavailable(2)), ['a:old', 'b:old', 'c:old'], ['a:old', 'b:old'], []],
    ['percentages rounded up', aDaemonSet(unavailable('40%')), ['a:old', 'b:old', 'c:old'], ['a:old', 'b:old'], []],
    ['a new Pod beside an old one', aDaemonSet(surge(1)), ['a:old', 'b:old', 'c:old'], [], ['a']],
    ['no second one meanwhile', aDaemonSet(surge(1)), ['a:old', 'a:fresh', 'b:old', 'c:old'], [], []],
    ['the old one away, and on', aDaemonSet(surge(1)), ['a:old', 'a:new', 'b:old', 'c:old'], ['a:old'], ['b']],
    ['nothing when all is new', aDaemonSet(surge(1)), ['a:new', 'b:new', 'c:new'], [], []],
  ])('takes %s', (_, set, pods, gonePods, create) => {
    const plan = planUpdate(observe(set, all, pods));
    expect([names(plan.delete), plan.create]).toEqual([gonePods, create]);
  });
});

it('leaves a failed Pod on its node longer and longer', () => {
  const backoff = new FailedPodBackoff();
  expect([0, 500, 1000, 2999, 3000, 6999, 7000].map((ms) => backoff.take('a', ms))).toEqual([
    0, 1000, 0, 2000, 0, 4000, 0,
  ]);
  expect(backoff.take('b', 7000)).toBe(0);
});
