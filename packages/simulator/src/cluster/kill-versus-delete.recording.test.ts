import { describe, expect, it } from 'vitest';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { observe } from './testing/observe.ts';
import { ask } from './testing/request.ts';

/** What a real v1.36.3 cluster showed for the same scenario: recording `kill-versus-delete`. */
const coming = [
  'ADDED gen 1/- Pending no ip',
  'MODIFIED gen 1/- Pending no ip | PodScheduled=True',
  'MODIFIED gen 1/1 Pending no ip | PodReadyToStartContainers=False Initialized=True Ready=False(ContainersNotReady) ContainersReady=False(ContainersNotReady) PodScheduled=True | app ContainerCreating last none ready false started false restarts 0',
  'MODIFIED gen 1/1 Pending no ip | PodReadyToStartContainers=True Initialized=True Ready=False(ContainersNotReady) ContainersReady=False(ContainersNotReady) PodScheduled=True | app ContainerCreating last none ready false started false restarts 0',
  'MODIFIED gen 1/1 Running ip | PodReadyToStartContainers=True Initialized=True Ready=True ContainersReady=True PodScheduled=True | app running last none ready true started true restarts 0',
];
const restarting = [
  'MODIFIED gen 1/1 Running ip | PodReadyToStartContainers=True Initialized=True Ready=False(ContainersNotReady) ContainersReady=False(ContainersNotReady) PodScheduled=True | app Completed(0) last none ready false started false restarts 0',
  'MODIFIED gen 1/1 Running ip | PodReadyToStartContainers=True Initialized=True Ready=True ContainersReady=True PodScheduled=True | app running last Completed(0) ready true started true restarts 1',
];
const going = [
  'MODIFIED gen 2/1 Running ip deleting 30 | PodReadyToStartContainers=True Initialized=True Ready=True ContainersReady=True PodScheduled=True | app running last none ready true started true restarts 0',
  'MODIFIED gen 2/2 Running ip deleting 30 | PodReadyToStartContainers=True Initialized=True Ready=True ContainersReady=True PodScheduled=True | app running last none ready true started true restarts 0',
  'MODIFIED gen 2/2 Succeeded ip deleting 30 | PodReadyToStartContainers=False Initialized=True(PodCompleted) Ready=False(PodCompleted) ContainersReady=False(PodCompleted) PodScheduled=True | app Completed(0) last none ready false started false restarts 0',
  'MODIFIED gen 2/2 Succeeded ip deleting 0 | PodReadyToStartContainers=False Initialized=True(PodCompleted) Ready=False(PodCompleted) ContainersReady=False(PodCompleted) PodScheduled=True | app Completed(0) last none ready false started false restarts 0',
  'DELETED gen 2/2 Succeeded ip deleting 0 | PodReadyToStartContainers=False Initialized=True(PodCompleted) Ready=False(PodCompleted) ContainersReady=False(PodCompleted) PodScheduled=True | app Completed(0) last none ready false started false restarts 0',
];
const pulled = 'Container image "busybox:1.37" already present on machine and can be accessed by the pod';

function eventsOf(pod: string, starts: number, ...others: string[]): string[] {
  return [
    `Created x${starts}: Container created`,
    ...others,
    `Pulled x${starts}: ${pulled}`,
    `Scheduled x1: Successfully assigned default/${pod} to node-1`,
    `Started x${starts}: Container started`,
  ];
}

describe('killing a main process, and deleting a Pod', () => {
  it('play in states and events as on the real cluster', () => {
    const cluster = createEmbeddedCluster({
      seed: 'kill-versus-delete',
      startTimeMs: Date.UTC(2026, 10, 24, 12),
      nodes: [{ name: 'node-1', role: 'control-plane' }],
    });
    const { time } = cluster;
    time.runUntil(time.nowMs() + 5_000);
    const seen = observe(cluster, 'default');
    const script = 'trap "exit 0" TERM; echo started on $(hostname); while true; do sleep 1; done';
    ask(cluster, 'POST', '/apis/apps/v1/namespaces/default/deployments', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'app', image: 'busybox:1.37', command: ['sh', '-c', script] }] },
        },
      },
    });
    time.runUntil(time.nowMs() + 3_000);
    const [killed = '', deleted = '', untouched = ''] = seen.pods.keys();
    const pods = '/api/v1/namespaces/default/pods';
    const kill = cluster.open(
      { method: 'GET', path: `${pods}/${killed}/exec?command=kill&command=1&stdout=true&stderr=true`, headers: {} },
      ['v5.channel.k8s.io'],
    );
    if ('status' in kill) throw new Error(`exec was refused with ${kill.status}`);
    kill.subscribe({ message: () => undefined, close: () => undefined });
    time.runUntil(time.nowMs() + 6_000);
    ask(cluster, 'DELETE', `${pods}/${deleted}`);
    time.runUntil(time.nowMs() + 6_000);

    expect(seen.pods.get(untouched)).toEqual(coming);
    expect(seen.pods.get(killed)).toEqual([...coming, ...restarting]);
    expect(seen.pods.get(deleted)).toEqual([...coming, ...going]);
    const replacement = [...seen.pods.keys()][3] ?? '';
    expect(seen.pods.size).toBe(4);
    expect(seen.pods.get(replacement)).toEqual(coming);
    expect(seen.events(untouched)).toEqual(eventsOf(untouched, 1));
    expect(seen.events(killed)).toEqual(eventsOf(killed, 2));
    expect(seen.events(deleted)).toEqual(eventsOf(deleted, 1, 'Killing x1: Stopping container app'));
    expect(seen.events(replacement)).toEqual(eventsOf(replacement, 1));
  });
});
