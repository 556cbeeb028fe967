import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { observe } from './testing/observe.ts';
import { ask, send } from './testing/request.ts';

const base = '/api/v1/namespaces/default';
const hpas = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
const usageOfPods = '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods';

interface Metrics {
  readonly containers: readonly { readonly usage: { readonly cpu: string; readonly memory: string } }[];
}

function openCluster() {
  const cluster = createEmbeddedCluster({
    seed: 'autoscaling',
    startTimeMs: Date.UTC(2026, 10, 24, 12),
    nodes: [{ name: 'node-1' }],
  });
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  pass(5_000);
  const seen = observe(cluster, 'default');
  return { cluster, pass, seen };
}

function busy(limits: Record<string, string>, requests: Record<string, string>): PodSpec {
  const command = ['sh', '-c', 'while [ ! -e /idle ]; do :; done; sleep 100000'];
  return { containers: [{ name: 'app', image: 'busybox:1.37', command, resources: { limits, requests } }] };
}

it('measures a busy loop as one core, or as its limit', () => {
  const { cluster, pass } = openCluster();
  ask(cluster, 'POST', `${base}/pods`, { metadata: { name: 'limited' }, spec: busy({ cpu: '50m' }, {}) });
  ask(cluster, 'POST', `${base}/pods`, {
    metadata: { name: 'idle' },
    spec: { containers: [{ name: 'app', image: 'busybox:1.37', command: ['sleep', '1000'] }] },
  });
  expect(send(cluster, 'GET', `${usageOfPods}/limited`).status).toBe(404);
  pass(35_000);
  const cpuOf = (name: string) => {
    const { containers } = ask(cluster, 'GET', `${usageOfPods}/${name}`) as unknown as Metrics;
    return Number.parseInt(containers[0]?.usage.cpu ?? '', 10) / 1e6;
  };
  expect(cpuOf('limited')).toBeGreaterThan(48);
  expect(cpuOf('limited')).toBeLessThan(52);
  expect(cpuOf('idle')).toBe(0);
  expect(ask(cluster, 'GET', '/apis/metrics.k8s.io/v1beta1/nodes/node-1')).toMatchObject({ kind: 'NodeMetrics' });
});

it('scales a busy Deployment up, and down again five minutes after it is idle', () => {
  const { cluster, pass, seen } = openCluster();
  ask(cluster, 'POST', '/apis/apps/v1/namespaces/default/deployments', {
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: busy({ cpu: '20m' }, { cpu: '10m' }) },
    },
  });
  ask(cluster, 'POST', hpas, {
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      maxReplicas: 3,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    },
  });
  pass(17_000);
  const read = () => ask(cluster, 'GET', `${hpas}/web`) as unknown as HorizontalPodAutoscaler;
  expect(read().status?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason}`)).toEqual([
    'AbleToScale=True SucceededGetScale',
    'ScalingActive=False FailedGetResourceMetric',
  ]);
  pass(110_000);
  expect(read().status).toMatchObject({ currentReplicas: 3, desiredReplicas: 3 });
  expect(read().status?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason}`)).toEqual([
    'AbleToScale=True ReadyForNewScale',
    'ScalingActive=True ValidMetricFound',
    'ScalingLimited=True TooManyReplicas',
  ]);
  const events = seen.events('web');
  expect(events).toContain(
    'SuccessfulRescale x1: New size: 3; reason: cpu resource utilization (percentage of request) above target',
  );
  expect(events.find((event) => event.startsWith('FailedGetResourceMetric'))).toContain(
    'failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
  );
  for (const { metadata } of (
    ask(cluster, 'GET', `${base}/pods`) as unknown as { items: { metadata: { name: string } }[] }
  ).items) {
    const path = `${base}/pods/${metadata.name}/exec?command=touch&command=/idle&stdout=true`;
    cluster.open({ method: 'GET', path, headers: {} }, ['v5.channel.k8s.io']);
  }
  pass(240_000);
  expect(read().status).toMatchObject({ currentReplicas: 3 });
  pass(150_000);
  expect(read().status).toMatchObject({ currentReplicas: 1 });
  expect(seen.events('web')).toContain('SuccessfulRescale x1: New size: 1; reason: All metrics below target');
});

it.each([
  [
    'a target that is not there',
    { kind: 'Deployment', apiVersion: 'apps/v1', name: 'none' },
    'deployments.apps "none" not found',
  ],
  [
    'a kind that cannot be scaled',
    { kind: 'Pod', apiVersion: 'apps/v1', name: 'none' },
    'no matches for kind "Pod" in group "apps"',
  ],
])('says what is wrong with %s', (_about, scaleTargetRef, message) => {
  const { cluster, pass, seen } = openCluster();
  ask(cluster, 'POST', hpas, { metadata: { name: 'web' }, spec: { scaleTargetRef, maxReplicas: 2 } });
  pass(17_000);
  expect(seen.events('web')).toEqual([`FailedGetScale x1: ${message}`]);
});
