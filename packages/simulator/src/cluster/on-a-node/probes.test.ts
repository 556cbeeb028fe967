import { describe, expect, it } from 'vitest';
import type { Container } from 'kubernetes-types/core/v1';
import { openCluster } from '../testing/one-node.ts';
import { ask } from '../testing/request.ts';

/** Seconds from a container's start to each of its probes, as the probe itself has written them down. */
function probeTimes(probes: Partial<Container>, ms: number): number[] {
  const { run, pass, exec } = openCluster();
  run({ script: 'cut -d" " -f1 /proc/uptime > /tmp/times; sleep 1000', containers: [{ name: 'app', ...probes }] });
  pass(ms);
  const [start = 0, ...times] = exec('cat /tmp/times').trim().split('\n').map(Number);
  return times.map((time) => Math.round((time - start) * 10) / 10);
}

const failing = {
  exec: { command: ['sh', '-c', 'cut -d" " -f1 /proc/uptime >> /tmp/times; false'] },
  failureThreshold: 99,
};

describe('probes', () => {
  it('look at an unready container in a burst just after its start, with each sync, then once a period', () => {
    const times = probeTimes({ readinessProbe: { ...failing, periodSeconds: 10 } }, 25_000);
    const burst = times.filter((time) => time < 2.5);
    expect([2, 3]).toContain(burst.length);
    expect(times.slice(burst.length).map((time) => Math.round(time - (burst.at(-1) ?? 0)))).toEqual([10, 20]);
  });

  it('other than readiness keep to their own beat, which began before the container', () => {
    const [first = 0, second = 0] = probeTimes({ livenessProbe: { ...failing, periodSeconds: 10 } }, 25_000);
    expect(first).toBeGreaterThan(8.5);
    expect(first).toBeLessThan(10);
    expect(second - first).toBeCloseTo(10, 1);
  });

  it('over the network leave a Pod unready for so long that its Service tells of it', () => {
    const { cluster, pass, pod } = openCluster();
    const slices = () => {
      const list = ask(
        cluster,
        'GET',
        '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name=web',
      );
      const { items } = list as unknown as {
        items: readonly { endpoints: readonly { conditions: object }[] | null }[];
      };
      return items.flatMap(({ endpoints }) => (endpoints ?? []).map(({ conditions }) => conditions));
    };
    ask(cluster, 'POST', '/api/v1/namespaces/default/services', {
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    });
    const readinessProbe = { tcpSocket: { port: 80 } };
    const command = ['nginx', '-g', 'daemon off;'];
    ask(cluster, 'POST', '/api/v1/namespaces/default/pods', {
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', image: 'nginx:1.28', command, readinessProbe }] },
    });
    const seen: object[] = [];
    for (let ms = 0; ms < 3_000; ms += 1) {
      pass(1);
      const [conditions] = slices();
      if (conditions && JSON.stringify(conditions) !== JSON.stringify(seen.at(-1))) seen.push(conditions);
    }
    expect(pod().status?.containerStatuses?.[0]?.ready).toBe(true);
    expect(seen).toEqual([
      { ready: false, serving: false, terminating: false },
      { ready: true, serving: true, terminating: false },
    ]);
  });

  it('fail without a verdict once the Pod is going, before anything is stopped, as recorded', () => {
    const { cluster, run, pass, seen } = openCluster();
    const readinessProbe = { exec: { command: ['true'] }, periodSeconds: 1 };
    const lifecycle = { preStop: { sleep: { seconds: 3 } } };
    run({ terminationGracePeriodSeconds: 8, containers: [{ name: 'app', readinessProbe, lifecycle }] });
    pass(10_000);
    cluster.handle({ method: 'DELETE', path: '/api/v1/namespaces/default/pods/web', headers: {} });
    pass(2_500);
    const unhealthy = seen.events('web').filter((event) => event.startsWith('Unhealthy'));
    // Two or three periods end in that time.
    expect(unhealthy.map((event) => event.replace(/ x[23]: /, ': '))).toEqual([
      'Unhealthy: Readiness probe errored and resulted in unknown state: rpc error: code = Canceled desc = context canceled',
    ]);
  });

  it('are over when the Pod ends by itself, though its containers take their time', () => {
    const { run, pass, seen } = openCluster();
    const readinessProbe = { exec: { command: ['true'] }, periodSeconds: 1 };
    run({
      activeDeadlineSeconds: 5,
      terminationGracePeriodSeconds: 20,
      containers: [
        { name: 'deaf', command: ['sh', '-c', 'trap "" TERM; while true; do sleep 1; done'] },
        { name: 'app', command: ['sh', '-c', 'trap "exit 4" TERM; while true; do sleep 1; done'], readinessProbe },
      ],
    });
    pass(15_000);
    expect(seen.events('web')).toContain('Killing x1: Stopping container app');
    expect(seen.events('web').filter((event) => event.startsWith('Unhealthy'))).toEqual([]);
  });

  it('may leave a container less time to end than its Pod does', () => {
    const restarts = (terminationGracePeriodSeconds: number) => {
      const { run, pass, pod } = openCluster();
      const livenessProbe = { exec: { command: ['false'] }, periodSeconds: 2, failureThreshold: 1 };
      run({
        script: 'trap "" TERM; while true; do sleep 1; done',
        terminationGracePeriodSeconds: 60,
        containers: [{ name: 'app', livenessProbe: { ...livenessProbe, terminationGracePeriodSeconds } }],
      });
      pass(12_000);
      return pod().status?.containerStatuses?.[0]?.restartCount ?? 0;
    };
    expect(restarts(2)).toBeGreaterThan(0);
    expect(restarts(50)).toBe(0);
  });

  it('wait for the first beat after their initial delay', () => {
    const [first = 0] = probeTimes({ livenessProbe: { ...failing, periodSeconds: 4, initialDelaySeconds: 5 } }, 25_000);
    expect(first).toBeGreaterThan(6);
    expect(first).toBeLessThan(8);
  });
});
