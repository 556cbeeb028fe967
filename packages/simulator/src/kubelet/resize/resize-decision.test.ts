import { describe, expect, it } from 'vitest';
import type { Container } from 'kubernetes-types/core/v1';
import {
  compareResizes,
  containerResize,
  isIncrease,
  type PendingResize,
  resizeMessage,
  withAllocatedResources,
} from './resize-decision.ts';

const container = (cpu: string, memory: string, restartsFor?: string): Container => ({
  name: 'app',
  resources: { requests: { cpu, memory } },
  ...(restartsFor && { resizePolicy: [{ resourceName: restartsFor, restartPolicy: 'RestartContainer' }] }),
});

describe('a container whose resources change', () => {
  it.each([
    ['has nothing to do when they are the same', container('100m', '1Gi'), 'none'],
    ['has nothing to do when they are written differently only', container('0.1', '1024Mi'), 'none'],
    ['takes them on as it runs', container('200m', '1Gi'), 'inPlace'],
    ['is started again when its policy says so for what has changed', container('200m', '1Gi', 'cpu'), 'restart'],
    ['is not started again for what has not changed', container('200m', '1Gi', 'memory'), 'inPlace'],
  ])('%s', (_about, wanted, expected) => {
    expect(containerResize(wanted, { requests: { cpu: '100m', memory: '1Gi' } })).toBe(expected);
  });
});

it('a Pod that waits for a resize runs with what it was given', () => {
  const given = { containers: [container('100m', '1Gi')] };
  const wanted = { terminationGracePeriodSeconds: 5, containers: [{ ...container('900', '1Gi'), image: 'b' }] };
  expect(withAllocatedResources(wanted, given)).toEqual({
    terminationGracePeriodSeconds: 5,
    containers: [{ name: 'app', image: 'b', resources: { requests: { cpu: '100m', memory: '1Gi' } } }],
  });
});

it('a resize is told with resources in order of their names, however they are written', () => {
  const resources = { requests: { memory: '1Gi', cpu: '1' }, limits: { memory: '2Gi', cpu: '2' } };
  expect(resizeMessage('started', { containers: [{ name: 'app', resources }] }, 2)).toBe(
    'Pod resize started: {"containers":[{"name":"app","resources":{"limits":{"cpu":"2","memory":"2Gi"},"requests":{"cpu":"1","memory":"1Gi"}}}],"generation":2}',
  );
});

it('a resize is told with its containers, generation and error', () => {
  expect(resizeMessage('OutOfcpu', { containers: [container('1400m', '1Gi')] }, 3, 'no room')).toBe(
    'Pod resize OutOfcpu: {"containers":[{"name":"app","resources":{"requests":{"cpu":"1400m","memory":"1Gi"}}}],"generation":3,"error":"no room"}',
  );
});

it.each([
  ['more cpu', container('200m', '1Gi'), true],
  ['less cpu and more memory', container('50m', '2Gi'), true],
  ['less of both', container('50m', '1Mi'), false],
  ['the same', container('100m', '1Gi'), false],
])('knows whether a resize asks for more: %s', (_about, wanted, expected) => {
  expect(isIncrease({ containers: [wanted] }, { containers: [container('100m', '1Gi')] })).toBe(expected);
});

it('looks at resizes that wait in their order', () => {
  const waiting = (
    name: string,
    facts: { more?: boolean; priority?: number; qosClass?: string; sinceMs?: number },
  ) => ({
    pod: { metadata: { name }, spec: { priority: facts.priority ?? 0 }, status: { qosClass: facts.qosClass } },
    isIncrease: facts.more ?? true,
    sinceMs: facts.sinceMs ?? 5,
  });
  const all = [
    waiting('last', {}),
    waiting('longest', { sinceMs: 1 }),
    waiting('guaranteed', { qosClass: 'Guaranteed', sinceMs: 9 }),
    waiting('important', { priority: 10, sinceMs: 9 }),
    waiting('less', { more: false, sinceMs: 9 }),
  ] as unknown as PendingResize[];
  expect(all.sort(compareResizes).map(({ pod }) => pod.metadata.name)).toEqual([
    'less',
    'important',
    'guaranteed',
    'longest',
    'last',
  ]);
});
