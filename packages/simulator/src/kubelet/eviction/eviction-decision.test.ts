import { describe, expect, it } from 'vitest';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { diskThresholdBytes, pressureEvictionMessage, rankForEviction, storageFault } from './eviction-decision.ts';
import { hasStorageLimit } from './eviction-thresholds.ts';

const mebibyte = 1024 * 1024;
const limit = (size: string) => ({ limits: { 'ephemeral-storage': size } });

describe('a Pod that writes to its node’s disk', () => {
  const spec: PodSpec = {
    volumes: [
      { name: 'cache', emptyDir: { sizeLimit: '10Mi' } },
      { name: 'free', emptyDir: {} },
    ],
    containers: [
      { name: 'app', resources: limit('20Mi') },
      { name: 'side', resources: limit('5Mi') },
    ],
  };
  it.each([
    ['stays within its limits', { cache: 10, app: 10 }, undefined],
    ['is evicted for an emptyDir', { cache: 11 }, 'Usage of EmptyDir volume "cache" exceeds the limit "10Mi". '],
    [
      'is evicted for all that it writes together',
      { free: 20, side: 6 },
      'Pod ephemeral local storage usage exceeds the total limit of containers 25Mi. ',
    ],
    ['is evicted for one container', { side: 6 }, 'Container side exceeded its local ephemeral storage limit "5Mi". '],
  ])('%s', (_about, used: Record<string, number>, expected) => {
    const bytes = (name: string) => (used[name] ?? 0) * mebibyte;
    expect(storageFault(spec, { volumeBytes: bytes, containerBytes: bytes })).toBe(expected);
  });

  it.each([
    [
      'may write what its init container may, all together',
      { app: 26 },
      '30Mi',
      'Container app exceeded its local ephemeral storage limit "20Mi". ',
    ],
    [
      'is evicted for more than either may write',
      { app: 19, side: 4, first: 8 },
      '30Mi',
      'Pod ephemeral local storage usage exceeds the total limit of containers 30Mi. ',
    ],
    [
      'does not add what init containers may write to the rest',
      { app: 19, side: 4, first: 3 },
      '20Mi',
      'Pod ephemeral local storage usage exceeds the total limit of containers 25Mi. ',
    ],
    ['does not hold an init container alone to its limit', { first: 24 }, '20Mi', undefined],
  ])('%s', (_about, used: Record<string, number>, first, expected) => {
    const more = { ...spec, initContainers: [{ name: 'first', resources: limit(first) }] };
    const bytes = (name: string) => (used[name] ?? 0) * mebibyte;
    expect(storageFault(more, { volumeBytes: bytes, containerBytes: bytes })).toBe(expected);
  });

  it('is not looked at without a limit', () => {
    expect([hasStorageLimit(spec), hasStorageLimit({ containers: [{ name: 'a' }] })]).toEqual([true, false]);
  });
});

it.each([
  ['40Mi', 40 * mebibyte, 6 * mebibyte],
  ['10Gi, as a kubelet reckons', 10 * 1024 * mebibyte, 1_610_612_800],
])('a disk is under pressure with less than 15 %% of %s left', (_, capacityBytes, thresholdBytes) => {
  expect(diskThresholdBytes(capacityBytes)).toBe(thresholdBytes);
});

it('Pods go in the order of requests, priority and excess when memory or disk is low', () => {
  const pod = (uid: string, priority: number, usedBytes: number, requestedBytes: number) => ({
    uid,
    priority,
    usedBytes,
    requestedBytes,
  });
  const ranked = rankForEviction([
    pod('within its request', 0, 90, 100),
    pod('important', 1000, 500, 0),
    pod('over by little', 0, 110, 100),
    pod('over by much', 0, 300, 100),
  ]);
  expect(ranked.map(({ uid }) => uid)).toEqual(['over by much', 'over by little', 'important', 'within its request']);
});

it.each([
  [
    'memory',
    'The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. Container c was using 200Mi, request is 0, has larger consumption of memory. ',
  ],
  [
    'ephemeral-storage',
    'The node was low on resource: ephemeral-storage. Threshold quantity: 100Mi, available: 50Mi. Container c was using 200Mi, request is 0, has larger consumption of ephemeral-storage. ',
  ],
] as const)('an eviction for %s names the containers that use more than they requested', (resource, message) => {
  const containers = [
    { name: 'c', usedBytes: 200 * mebibyte, request: undefined },
    { name: 'modest', usedBytes: mebibyte, request: '2Mi' },
  ];
  const shortage = { resource, thresholdBytes: 100 * mebibyte, availableBytes: 50 * mebibyte };
  expect(pressureEvictionMessage(shortage, containers)).toBe(message);
});

it('a disk is short when less than 15 % of it is left', () => {
  expect(diskThresholdBytes(1001)).toBe(150);
});
