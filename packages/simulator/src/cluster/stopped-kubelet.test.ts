import { parseTime } from '@podlab/apimachinery';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { describe, expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { journaled } from './journaled.ts';
import type { JournalEntry } from './journal-entry.ts';
import { replayJournal } from './replay-journal.ts';
import { observe } from './testing/observe.ts';
import { ask, send, textOf } from './testing/request.ts';

const base = '/api/v1/namespaces/default';
const readinessProbe = { httpGet: { port: 80, path: '/' }, periodSeconds: 5 };

/** Two workers; on the first a Pod that is probed, one that is not, one that leaves soon and one that crashes. */
function openCluster() {
  const cluster = createEmbeddedCluster({
    seed: 'kubelet',
    startTimeMs: parseTime('2026-11-24T12:00:00Z') ?? 0,
    nodes: [{ name: 'cp', role: 'control-plane' }, { name: 'a' }, { name: 'b' }],
  });
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  pass(5_000);
  const seen = observe(cluster, 'default');
  const run = (name: string, spec: object) =>
    ask(cluster, 'POST', `${base}/pods`, {
      metadata: { name, labels: { app: 'web' } },
      spec: { nodeName: 'a', ...spec },
    });
  const sleeper = (script: string) => [{ name: 'app', image: 'busybox:1.37', command: ['sh', '-c', script] }];
  ask(cluster, 'POST', `${base}/services`, {
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  run('probed', { containers: [{ name: 'app', image: 'nginx:1.29', readinessProbe }] });
  run('plain', { containers: sleeper('sleep 10000') });
  run('quick', {
    containers: [{ name: 'app', image: 'nginx:1.29' }],
    tolerations: [
      { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 20 },
    ],
  });
  run('crash', { containers: sleeper('sleep 60; exit 3') });
  pass(15_000);
  return {
    cluster,
    seen,
    pass,
    pod: (name: string) => ask(cluster, 'GET', `${base}/pods/${name}`) as unknown as Pod,
    isThere: (name: string) => send(cluster, 'GET', `${base}/pods/${name}`).status === 200,
    node: () => ask(cluster, 'GET', '/api/v1/nodes/a') as unknown as Node,
    nodeEvents: () => {
      const { items } = ask(cluster, 'GET', '/api/v1/namespaces/default/events') as unknown as {
        items: { involvedObject: { name: string }; reason: string; count: number }[];
      };
      return items.filter(({ involvedObject }) => involvedObject.name === 'a').map(({ reason }) => reason);
    },
    endpoints: () => {
      const path = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
      const { items } = ask(cluster, 'GET', path) as unknown as { items: EndpointSlice[] };
      return Object.fromEntries(
        items.flatMap(({ endpoints }) =>
          (endpoints ?? []).map(({ targetRef, conditions }) => [targetRef?.name, conditions]),
        ),
      ) as Record<string, unknown>;
    },
  };
}

const conditionOf = (pod: Pod, type: string) => pod.status?.conditions?.find((condition) => condition.type === type);
const taintsOf = ({ spec }: Node) => (spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);

describe('a node whose kubelet has stopped', () => {
  it('becomes NotReady 50 s after its last sign of life; its Pods run on, are not ready, and leave their Services', () => {
    const { cluster, pass, pod, node, endpoints } = openCluster();
    expect(cluster.setKubelet('a', 'stopped')).toBe(true);
    pass(39_000);
    expect(node().status?.conditions?.at(-1)?.status).toBe('True');
    pass(17_000);
    for (const { status, reason, message } of node().status?.conditions ?? []) {
      expect([status, reason, message]).toEqual([
        'Unknown',
        'NodeStatusUnknown',
        'Kubelet stopped posting node status.',
      ]);
    }
    expect(taintsOf(node())).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    expect(conditionOf(pod('plain'), 'Ready')).toMatchObject({ status: 'False' });
    expect(conditionOf(pod('plain'), 'Ready')).not.toHaveProperty('reason');
    expect(conditionOf(pod('plain'), 'ContainersReady')).toMatchObject({ status: 'True' });
    expect(pod('plain').status?.phase).toBe('Running');
    expect(endpoints()).toMatchObject({ plain: { ready: false, serving: false, terminating: false } });
  });

  it('answers nothing: no logs, no exec', () => {
    const { cluster } = openCluster();
    cluster.setKubelet('a', 'stopped');
    const logs = send(cluster, 'GET', `${base}/pods/plain/log?tailLines=1`);
    expect([logs.status, textOf(logs.body)]).toEqual([
      500,
      expect.stringContaining(
        'Get \\"https://172.18.0.3:10250/containerLogs/default/plain/app?tailLines=1\\": dial tcp 172.18.0.3:10250: connect: connection refused',
      ),
    ]);
    const path = `${base}/pods/plain/exec?command=true&stdout=true`;
    const exec = cluster.open({ method: 'GET', path, headers: {} }, ['v5.channel.k8s.io']);
    if (!('status' in exec)) throw new Error('exec works');
    expect(textOf(exec.body)).toContain(
      'error dialing backend: dial tcp 172.18.0.3:10250: connect: connection refused',
    );
  });

  it('keeps evicted and deleted Pods Terminating until it is back, and then they go', () => {
    const { cluster, pass, pod, isThere, seen, node, nodeEvents } = openCluster();
    cluster.setKubelet('a', 'stopped');
    pass(5_000);
    ask(cluster, 'DELETE', `${base}/pods/plain?gracePeriodSeconds=2`);
    pass(80_000);
    expect(conditionOf(pod('quick'), 'DisruptionTarget')).toMatchObject({ reason: 'DeletionByTaintManager' });
    for (const name of ['quick', 'plain']) {
      expect(pod(name).metadata?.deletionTimestamp).toBeDefined();
      expect(pod(name).status?.phase).toBe('Running');
    }
    expect(pod('probed').metadata?.deletionTimestamp).toBeUndefined();
    expect(pod('crash').status?.containerStatuses?.[0]?.state?.running).toBeDefined();
    const eventsBefore = nodeEvents();

    cluster.setKubelet('a', 'running');
    expect(node().status?.conditions?.map(({ status }) => status)).toEqual(['False', 'False', 'False', 'True']);
    pass(1_500);
    expect(nodeEvents().slice(eventsBefore.length).sort()).toEqual([
      'NodeAllocatableEnforced',
      'NodeHasNoDiskPressure',
      'NodeHasSufficientMemory',
      'NodeHasSufficientPID',
      'NodeReady',
      'Starting',
    ]);
    expect(taintsOf(node())).not.toContain('node.kubernetes.io/unreachable:NoSchedule');
    expect(conditionOf(pod('probed'), 'Ready')).toMatchObject({ status: 'False', reason: 'ContainersNotReady' });
    pass(8_000);
    expect(taintsOf(node())).toEqual([]);
    expect(isThere('quick')).toBe(false);
    expect(isThere('plain')).toBe(false);
    expect(seen.pods.get('plain')?.at(-1)).toContain('app Error(137)');
    expect(seen.pods.get('quick')?.at(-1)).toContain('app Completed(0)');
    expect(conditionOf(pod('probed'), 'Ready')?.status).toBe('True');
    expect(pod('probed').status?.containerStatuses?.[0]?.restartCount).toBe(0);
    expect(pod('crash').status?.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { exitCode: 3 } },
    });
    expect(seen.events('probed')).toContain('TaintManagerEviction x1: Cancelling deletion of Pod default/probed');
    expect(seen.events('quick')).toContain('TaintManagerEviction x1: Marking for deletion Pod default/quick');
  });

  it('ends and starts what was deleted and bound meanwhile', () => {
    const { cluster, pass, pod, isThere } = openCluster();
    cluster.setKubelet('a', 'stopped');
    ask(cluster, 'DELETE', `${base}/pods/plain?gracePeriodSeconds=0`);
    const spec = { nodeName: 'a', containers: [{ name: 'app', image: 'busybox:1.37', command: ['sleep', '1000'] }] };
    ask(cluster, 'POST', `${base}/pods`, { metadata: { name: 'fresh' }, spec });
    pass(20_000);
    expect(isThere('plain')).toBe(false);
    expect(pod('fresh').status?.phase).toBe('Pending');
    cluster.setKubelet('a', 'running');
    pass(5_000);
    expect(pod('fresh').status?.phase).toBe('Running');
    // Two Pods of the four that were there hold containers beside it: none is left of the one that was removed.
    expect(cluster.snapshot()).not.toContain('sleep 10000');
  });

  it('is in the journal', () => {
    const entries: JournalEntry[] = [];
    const file = { values: entries, append: (entry: JournalEntry) => void entries.push(entry) };
    const made = createEmbeddedCluster({ seed: 'j', startTimeMs: 0, nodes: [{ name: 'a' }] });
    const cluster = journaled(made, { ...file, values: [] });
    cluster.time.runUntil(20_000);
    expect(cluster.setKubelet('nope', 'stopped')).toBe(false);
    cluster.setKubelet('a', 'stopped');
    cluster.time.runUntil(100_000);
    ask(cluster, 'POST', `${base}/configmaps`, { metadata: { name: 'x' } });
    const again = replayJournal(entries);
    expect(again.snapshot()).toBe(cluster.snapshot());
    expect(again.snapshot()).toContain('Kubelet stopped posting node status.');
  });
});

it('a kubelet tells within ten seconds that its node is cordoned, and that it no longer is', () => {
  const { cluster, pass, seen } = openCluster();
  const cordon = (unschedulable: boolean) => {
    const node = ask(cluster, 'GET', '/api/v1/nodes/b') as unknown as Node & { metadata: object };
    send(cluster, 'PUT', '/api/v1/nodes/b', { ...node, spec: { ...node.spec, unschedulable } });
    pass(11_000);
    return seen.events('b').filter((text) => text.includes('Schedulable'));
  };
  const [not, again] = ['Not', ''].map(
    (word) => `Node${word}Schedulable x1: Node b status is now: Node${word}Schedulable`,
  );
  expect(cordon(true)).toEqual([not]);
  expect(cordon(false)).toEqual([not, again]);
});
