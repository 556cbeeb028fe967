import { expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { ask } from './testing/request.ts';

const prefix = 'pod-security.kubernetes.io/';

/** As on a cluster of 1.36.3, but for the end of the names. */
it('tells in the Events of a ReplicaSet which rule its Pods break', () => {
  const cluster = createEmbeddedCluster({
    seed: 'pod security',
    startTimeMs: Date.UTC(2026, 10, 24, 12),
    nodes: [{ name: 'node-1' }],
  });
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  pass(5_000);
  const base = '/namespaces/secured';
  ask(cluster, 'POST', '/api/v1/namespaces', {
    metadata: { name: 'secured', labels: { [`${prefix}enforce`]: 'baseline' } },
  });
  pass(1_000);
  ask(cluster, 'POST', `/apis/apps/v1${base}/deployments`, {
    metadata: { name: 'web' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { a: 'b' } },
      template: {
        metadata: { labels: { a: 'b' } },
        spec: { hostNetwork: true, containers: [{ name: 'app', image: 'busybox:1.37' }] },
      },
    },
  });
  pass(1_000);
  const { items } = ask(cluster, 'GET', `/api/v1${base}/events`) as unknown as {
    items: { reason: string; message: string; involvedObject: { kind: string } }[];
  };
  const failed = items.find(({ involvedObject }) => involvedObject.kind === 'ReplicaSet');
  expect(failed?.reason).toBe('FailedCreate');
  expect(failed?.message).toMatch(
    /^Error creating: pods "web-[a-z0-9]+-[a-z0-9]{5}" is forbidden: violates PodSecurity "baseline:latest": host namespaces \(hostNetwork=true\)$/,
  );
  const { status } = ask(cluster, 'GET', `/apis/apps/v1${base}/deployments/web`) as unknown as {
    status: { conditions: { type: string; reason: string; message: string }[] };
  };
  expect(status.conditions.find(({ type }) => type === 'ReplicaFailure')).toMatchObject({ reason: 'FailedCreate' });
});
