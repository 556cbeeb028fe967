import type { PodSpec } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { eventTexts } from '../controllers/testing/summaries.ts';
import { createTestCluster } from '../controllers/testing/test-cluster.ts';

const terms = (app: string) => [{ labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' }];
const near = (app: string): Partial<PodSpec> => ({
  affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms(app) } },
});
const far = (app: string): Partial<PodSpec> => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms(app) } },
});
const spread = (app: string): Partial<PodSpec> => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app } } },
  ],
});

const claims = (claimName: string): Partial<PodSpec> => ({
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
});

/** How often a Pod is told that it fits nowhere, when others come and go. */
function tries(spec: Partial<PodSpec>, others: readonly { readonly app: string; readonly goes?: boolean }[]): number {
  const cluster = createTestCluster();
  const containers = [{ name: 'app', image: 'busybox:1.37' }];
  const create = (name: string, app: string, more: Partial<PodSpec> = {}) =>
    cluster.api.create('pods', { metadata: { name, labels: { app } }, spec: { ...more, containers } });
  create('there', 'there');
  cluster.run(1_000);
  create('waits', 'waits', spec);
  cluster.run(1_000);
  for (const [index, { app, goes }] of others.entries()) {
    create(`other-${index}`, app);
    cluster.run(1_000);
    if (goes) cluster.api.delete('pods', 'default', `other-${index}`, { gracePeriodSeconds: 0 });
    cluster.run(1_000);
  }
  const told = eventTexts(cluster, 'Pod').filter((text) => text.includes('FailedScheduling'));
  return told.reduce((sum, text) => sum + Number(/ x(\d+)$/.exec(text)?.[1] ?? 0), 0);
}

describe('a Pod that fits nowhere is tried again', () => {
  it.each([
    ['not for Pods that its affinity does not mean', near('friend'), [{ app: 'x' }, { app: 'y', goes: true }], 1],
    ['for none that comes, when it wants to be far from some', far('there'), [{ app: 'x' }, { app: 'there' }], 1],
    ['when one goes that it wants to be far from', far('there'), [{ app: 'there', goes: true }], 2],
    ['not for Pods that have not the claim it wants', claims('none'), [{ app: 'x', goes: true }], 1],
    ['not for Pods that its spreading does not count', spread('waits'), [{ app: 'x', goes: true }], 1],
    ['for each that its spreading counts', spread('x'), [{ app: 'x', goes: true }], 3],
  ])('%s', (_, spec, others, expected) => {
    expect(tries(spec, others)).toBe(expected);
  });
});

it('a Pod that waits for a claim is tried again for that claim, and not for others and their volumes', () => {
  const cluster = createTestCluster();
  const create = (claimName: string) =>
    cluster.api.create('persistentvolumeclaims', {
      metadata: { name: claimName },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } }, storageClassName: 'none' },
    });
  const told = () => eventTexts(cluster, 'Pod').filter((text) => text.includes('FailedScheduling'));
  cluster.api.create('pods', {
    metadata: { name: 'waits' },
    spec: { ...claims('mine'), containers: [{ name: 'app', image: 'busybox:1.37' }] },
  });
  cluster.run(2_000);
  create('other');
  cluster.api.create('persistentvolumes', {
    metadata: { name: 'volume' },
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Mi' }, hostPath: { path: '/v' } },
  });
  cluster.run(5_000);
  const missing =
    'Warning FailedScheduling 0/1 nodes are available: persistentvolumeclaim "mine" not found. not found x1';
  expect(told()).toEqual([missing]);
  create('mine');
  cluster.run(5_000);
  expect(told().filter((text) => text !== missing)).toEqual([
    expect.stringContaining('pod has unbound immediate PersistentVolumeClaims'),
  ]);
});
