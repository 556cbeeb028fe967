import { noStorage } from './testing/no-storage.ts';
import { expect, it } from 'vitest';
import { aPod } from '../controllers/testing/objects.ts';
import { ClusterState } from './cluster-state.ts';
import { fitErrorMessage, truncateMessage } from './fit-error.ts';
import { NodeInfo } from './node-info.ts';
import type { SchedulingContext } from './plugins/plugin.ts';
import { findPreemption } from './preemption.ts';
import { podInfoOf } from './scheduled-pod.ts';

const context: SchedulingContext = {
  cluster: new ClusterState(),
  storage: noStorage,
  defaultSelector: () => undefined,
  namespaceLabels: () => undefined,
};

const taint = { reasons: ['node(s) had untolerated taint(s)'], isUnresolvable: true };
const cordoned = { reasons: ['node(s) were unschedulable'], isUnresolvable: true };
const cpuForEver = { reasons: ['Insufficient cpu'], isUnresolvable: true };
const cpuForNow = { reasons: ['Insufficient cpu'], isUnresolvable: false };
const both = { reasons: ['Insufficient cpu', 'Insufficient memory'], isUnresolvable: false };

it.each([
  [
    [taint, cordoned, cordoned],
    '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) were unschedulable. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
  ],
  [
    [taint, cpuForEver, cpuForEver],
    '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
  ],
  [
    [taint, cpuForNow],
    '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.',
  ],
  [
    [both],
    '0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
  ],
  [[], 'no nodes available to schedule pods'],
])('says what a real scheduler says (%#)', (rejections, message) => {
  const info = podInfoOf(aPod({ spec: { priority: 0 } }));
  const onNodes = rejections.map((rejection) => ({ ...rejection, node: new NodeInfo(), plugin: 'any' }));
  const outcome = findPreemption(info, onNodes, { context, isProtected: () => false });
  expect(fitErrorMessage(rejections, outcome)).toBe(message);
});

it('says nothing of preemption when it makes room', () => {
  const preemption = { node: new NodeInfo(), victims: [] };
  expect(fitErrorMessage([cpuForNow], { preemption })).toBe('0/1 nodes are available: 1 Insufficient cpu.');
});

it('does not speak of victims for a Pod that may not preempt', () => {
  const info = podInfoOf(aPod({ spec: { preemptionPolicy: 'Never' } }));
  const outcome = findPreemption(info, [], { context, isProtected: () => false });
  expect(fitErrorMessage([cpuForNow], outcome)).toBe(
    '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
  );
});

it('cuts what an Event cannot hold', () => {
  expect(truncateMessage('x'.repeat(1024))).toHaveLength(1024);
  expect(truncateMessage('x'.repeat(1025))).toBe(`${'x'.repeat(1020)} ...`);
});
