import { describe, expect, it } from 'vitest';
import { createEmbeddedCluster } from '../cluster/create-embedded-cluster.ts';
import { send } from '../cluster/testing/request.ts';
import { differences } from './differences.ts';

const options = { seed: 'ledger', startTimeMs: Date.UTC(2026, 10, 24, 12), nodes: [{ name: 'node' }] };
const pods = '/api/v1/namespaces/default/pods';

function listen() {
  const cluster = createEmbeddedCluster(options);
  cluster.time.runUntil(cluster.time.nowMs() + 5_000);
  const told: string[] = [];
  cluster.onDifference(({ id }) => told.push(id));
  return { cluster, told };
}

const app = { name: 'app', image: 'busybox:1.37' };
const pod = (spec: object) => ({ metadata: { name: 'web' }, spec: { containers: [app], ...spec } });
const deployment = (container: object) => ({
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ ...app, ...container }] } },
  },
});

const systemPods = '/api/v1/namespaces/kube-system/pods';

describe('the ledger', () => {
  it('has each id once', () => {
    const ids = differences.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it.each(differences)('tells a learner about $id in sentences, and what to do where something is refused', (entry) => {
    expect(entry.id).toMatch(/^F-\d{2,3}$/);
    expect(entry.sentence).toMatch(/^[A-Z].+\.$/);
    expect(entry.kind !== 'refused' || entry.sentence.includes('--engine kind')).toBe(true);
  });

  it.each<[string, string, string, object | undefined, readonly string[]]>([
    ['a plain Pod', 'POST', pods, pod({}), []],
    ['a Pod with the processes of its node', 'POST', pods, pod({ hostPID: true }), ['F-02']],
    [
      'a Pod with an iscsi volume',
      'POST',
      pods,
      pod({ volumes: [{ name: 'v', nfs: { server: 's', path: '/' } }] }),
      ['F-03'],
    ],
    ['a Pod with a hostPath', 'POST', pods, pod({ volumes: [{ name: 'v', hostPath: { path: '/x' } }] }), ['F-76']],
    ['a Pod that is refused', 'POST', pods, pod({ hostPID: true, restartPolicy: 'Sometimes' }), []],
    [
      'a Deployment of an image that is not there',
      'POST',
      '/apis/apps/v1/namespaces/default/deployments',
      deployment({ image: 'redis:7' }),
      ['F-06'],
    ],
    ['a Deployment of an image that is', 'POST', '/apis/apps/v1/namespaces/default/deployments', deployment({}), []],
    [
      'a look at what the scheduler prints',
      'GET',
      `${systemPods}/kube-scheduler-a/log?follow=true`,
      undefined,
      ['F-20'],
    ],
    ['a look at kube-system', 'GET', systemPods, undefined, []],
    ['a look at all Pods', 'GET', '/api/v1/pods', undefined, []],
    ['a proxied request', 'GET', '/api/v1/namespaces/default/services/web/proxy/index.html', undefined, []],
  ])('notices %s', (_, method, path, body, expected) => {
    const { cluster, told } = listen();
    send(cluster, method, path, body as never);
    expect(told).toEqual(expected);
  });

  it('tells each difference once, and never what was met before anybody listened', () => {
    const { cluster, told } = listen();
    send(cluster, 'GET', `${systemPods}/kube-scheduler-a/log`);
    send(cluster, 'GET', `${systemPods}/kube-scheduler-a/log`);
    expect(told).toEqual(['F-20']);

    const early = createEmbeddedCluster(options);
    send(early, 'GET', `${systemPods}/kube-scheduler-a/log`);
    early.onDifference(({ id }) => told.push(id));
    send(early, 'GET', `${systemPods}/kube-scheduler-a/log`);
    expect(told).toEqual(['F-20']);
  });

  it('says nothing of what the cluster does itself', () => {
    const { cluster, told } = listen();
    send(cluster, 'POST', '/apis/apps/v1/namespaces/default/deployments', deployment({}));
    cluster.time.runUntil(cluster.time.nowMs() + 60_000);
    const [name] = /"name":"web-[a-z0-9]+-[a-z0-9]+"/.exec(cluster.snapshot()) ?? [];
    expect(name).toBeDefined();
    expect(told).toEqual([]);
  });
});
