import { parseTime } from '@podlab/apimachinery';
import type { Event, Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { ask, send, textOf } from './testing/request.ts';

const pods = '/api/v1/namespaces/default/pods';

/** A control plane and workers, each worker with one Pod that is called as it is. */
function openCluster(workers: readonly string[]) {
  const cluster = createEmbeddedCluster({
    seed: 'lost',
    startTimeMs: parseTime('2026-11-24T12:00:00Z') ?? 0,
    nodes: [{ name: 'cp', role: 'control-plane' }, ...workers.map((name) => ({ name }))],
  });
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  pass(5_000);
  for (const name of workers) {
    const containers = [{ name: 'app', image: 'busybox:1.37', command: ['sleep', '100000'] }];
    ask(cluster, 'POST', pods, { metadata: { name }, spec: { nodeName: name, containers } });
  }
  pass(15_000);
  const node = (name: string) => ask(cluster, 'GET', `/api/v1/nodes/${name}`) as unknown as Node;
  return {
    cluster,
    pass,
    node,
    pod: (name: string) => ask(cluster, 'GET', `${pods}/${name}`) as unknown as Pod,
    isThere: (path: string) => send(cluster, 'GET', path).status === 200,
    stop: (...names: string[]) => {
      for (const name of names) cluster.setKubelet(name, 'stopped');
    },
    /** When it was tainted for eviction; undefined: it is not. */
    taintedAt: (name: string) =>
      node(name).spec?.taints?.find(({ key, effect }) => effect === 'NoExecute' && key.includes('unreachable'))
        ?.timeAdded,
    events: () => (ask(cluster, 'GET', '/api/v1/namespaces/default/events') as unknown as { items: Event[] }).items,
  };
}

describe('a node that is deleted while its kubelet runs', () => {
  it('has no logs, is told of as removed, and its Pods go with the next collection', () => {
    const { cluster, pass, isThere, events } = openCluster(['a', 'b']);
    ask(cluster, 'DELETE', '/api/v1/nodes/a');
    const logs = send(cluster, 'GET', `${pods}/a/log`);
    expect([logs.status, textOf(logs.body)]).toEqual([404, expect.stringContaining('pods \\"a\\" not found')]);
    pass(6_000);
    expect(
      events()
        .filter(({ reason }) => reason === 'RemovingNode')
        .map(({ message }) => message),
    ).toEqual(['Node a event: Removing Node a from Controller']);
    expect(isThere(`${pods}/a`)).toBe(true);
    pass(60_000);
    expect([isThere(`${pods}/a`), isThere('/api/v1/nodes/a')]).toEqual([false, false]);
  });

  it('is registered again when its kubelet starts again, without what others had written there', () => {
    const { cluster, pass, node, events } = openCluster(['a', 'b']);
    send(cluster, 'PUT', '/api/v1/nodes/a', {
      ...node('a'),
      metadata: { ...node('a').metadata, labels: { ...node('a').metadata?.labels, disk: 'ssd' } },
    });
    const before = node('a');
    expect(before.metadata?.labels).toHaveProperty('disk');
    ask(cluster, 'DELETE', '/api/v1/nodes/a');
    pass(50_000);
    cluster.setKubelet('a', 'stopped');
    cluster.setKubelet('a', 'running');
    pass(6_000);
    const after = node('a');
    expect(after.metadata?.uid).not.toBe(before.metadata?.uid);
    expect(after.metadata?.labels).not.toHaveProperty('disk');
    expect(after.status?.nodeInfo).toEqual(before.status?.nodeInfo);
    expect(after.status?.conditions?.at(-1)).toMatchObject({ type: 'Ready', status: 'True' });
    expect(after.spec?.taints).toBeUndefined();
    const registered = events().filter(
      ({ reason, message }) => reason === 'RegisteredNode' && message?.includes('Node a '),
    );
    expect(registered.map(({ involvedObject }) => involvedObject.uid)).toEqual([
      before.metadata?.uid,
      after.metadata?.uid,
    ]);
  });
});

describe('nodes that fall silent', () => {
  it('together are tainted for eviction one after the other, ten seconds apart', () => {
    const { pass, stop, taintedAt } = openCluster(['a', 'b']);
    stop('a', 'b');
    pass(75_000);
    const [first = 0, second = 0] = ['a', 'b']
      .map((name) => parseTime(taintedAt(name)) ?? 0)
      .sort((one, other) => one - other);
    expect(first).toBeGreaterThan(0);
    expect(second - first).toBe(10_000);
  });

  it('all of them lose no Pods: that looks like a fault of the control plane', () => {
    const { cluster, pass, stop, node, pod, taintedAt, isThere } = openCluster(['a']);
    stop('a');
    pass(100_000);
    expect(taintedAt('a')).toBeDefined();
    stop('cp');
    pass(100_000);
    expect(taintedAt('a')).toBeUndefined();
    expect(node('a').spec?.taints?.map(({ effect }) => effect)).toEqual(['NoSchedule']);
    pass(1_000_000);
    expect(pod('a').metadata).not.toHaveProperty('deletionTimestamp');
    cluster.setKubelet('cp', 'running');
    pass(20_000);
    expect(taintedAt('a')).toBeDefined();
    pass(310_000);
    expect(pod('a').metadata?.deletionTimestamp).toBeDefined();
    expect(isThere(`${pods}/a`)).toBe(true);
  });

  it('have their evictions told of by name only, so that describing the Pod does not show them', () => {
    const { pass, stop, events } = openCluster(['a', 'b']);
    stop('a');
    pass(400_000);
    const told = events().filter(({ reason }) => reason === 'TaintManagerEviction');
    expect(told.map(({ involvedObject }) => involvedObject)).toEqual([
      { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'a' },
    ]);
  });
});

describe('a taint for eviction', () => {
  it('reaches Pods that have ended, and marks those that are going already', () => {
    const { cluster, pass, pod, isThere, node } = openCluster(['a']);
    const run = (name: string, script: string) =>
      ask(cluster, 'POST', pods, {
        metadata: { name },
        spec: {
          nodeName: 'a',
          restartPolicy: 'Never',
          containers: [{ name: 'app', image: 'busybox:1.37', command: ['sh', '-c', script] }],
        },
      });
    run('done', 'true');
    run('going', 'trap "" TERM; while true; do sleep 1; done');
    pass(10_000);
    expect(pod('done').status?.phase).toBe('Succeeded');
    ask(cluster, 'DELETE', `${pods}/going`);
    pass(1_000);
    const { spec, ...rest } = node('a');
    const taints = [{ key: 'k', effect: 'NoExecute' }];
    ask(cluster, 'PUT', '/api/v1/nodes/a', { ...rest, spec: { ...spec, taints } });
    pass(3_000);
    expect(isThere(`${pods}/done`)).toBe(false);
    expect(pod('going').status?.conditions?.find(({ type }) => type === 'DisruptionTarget')?.reason).toBe(
      'DeletionByTaintManager',
    );
  });
});
