import { expect, it } from 'vitest';
import { syncedTaints } from './node-taints.ts';

const nowMs = Date.parse('2026-11-24T00:00:00Z');
const timeAdded = '2026-11-24T00:00:00Z';
const own = { key: 'podlab', effect: 'NoExecute' };
const node = (ready: string, spec: object = {}, ...more: { type: string; status: string }[]) => ({
  spec,
  status: { conditions: [{ type: 'Ready', status: ready }, ...more] },
});

it.each([
  ['a ready node none', node('True'), 'NoSchedule', []],
  ['a cordoned node one', node('True', { unschedulable: true }), 'NoSchedule', ['node.kubernetes.io/unschedulable']],
  ['a node that is not ready', node('False'), 'NoSchedule', ['node.kubernetes.io/not-ready']],
  ['a node that is not ready, against running Pods', node('False'), 'NoExecute', ['node.kubernetes.io/not-ready']],
  ['a silent node', node('Unknown'), 'NoExecute', ['node.kubernetes.io/unreachable']],
  [
    'a node under pressure',
    node('True', {}, { type: 'MemoryPressure', status: 'True' }),
    'NoSchedule',
    ['node.kubernetes.io/memory-pressure'],
  ],
] as const)('gives %s', (_, object, effect, keys) => {
  expect(syncedTaints(object, effect, nowMs)).toEqual(keys.map((key) => ({ key, effect, timeAdded })));
});

it('takes back its own taints only, and of the one effect only', () => {
  const stale = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded };
  const elsewhere = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded };
  const object = node('True', { taints: [own, stale, elsewhere] });
  expect(syncedTaints(object, 'NoSchedule', nowMs)).toEqual([own, elsewhere]);
});

it('returns the same taints when nothing is to be changed', () => {
  const object = node('True', { taints: [own] });
  expect(syncedTaints(object, 'NoExecute', nowMs)).toBe(object.spec && (object.spec as { taints: unknown }).taints);
});
