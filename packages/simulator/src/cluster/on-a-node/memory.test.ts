import { describe, expect, it } from 'vitest';
import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { openCluster } from '../testing/one-node.ts';

const limited = (memory: string, more: Partial<Container> = {}): Container[] => [
  { name: 'app', resources: { limits: { memory } }, ...more },
];

function endOf(spec: Partial<PodSpec> & { script: string }, ms = 10_000) {
  const opened = openCluster();
  opened.run({ restartPolicy: 'Never', ...spec });
  opened.pass(ms);
  const { exitCode, reason } = opened.pod().status?.containerStatuses?.[0]?.state?.terminated ?? {};
  return { ...opened, end: `${reason} ${exitCode}` };
}

/** All as seen on a real cluster (cgroup v1), the numbers apart. */
describe('memory', () => {
  it('that a container’s main process may not have ends the container', () => {
    const { end } = endOf({ script: 'x=a; while true; do x=$x$x; done', containers: limited('24Mi') });
    expect(end).toBe('OOMKilled 137');
  });

  it('that a child may not have ends the child, and the container says so however it ends itself', () => {
    const { end, cluster } = endOf({ script: 'tail /dev/zero; echo "code $?"; exit 3', containers: limited('20Mi') });
    expect(end).toBe('OOMKilled 3');
    const path = '/api/v1/namespaces/default/pods/web/log';
    expect(cluster.handle({ method: 'GET', path, headers: {} }).status).toBe(200);
  });

  it('that an exec may not have ends the exec, and the container goes on', () => {
    const { exec, pod, end } = endOf({ script: 'sleep 1000', containers: limited('20Mi') });
    expect(end).toBe('undefined undefined');
    expect(exec('tail /dev/zero; echo $?')).toBe('Killed\n137\n');
    expect(pod().status?.phase).toBe('Running');
  });

  it('counts files of an emptyDir in memory, as much as fits its container', () => {
    const spec = {
      script: 'dd if=/dev/zero of=/m/x bs=1M count=50 2>/dev/null; echo $?; sleep 1000',
      volumes: [{ name: 'm', emptyDir: { medium: 'Memory' } }],
      containers: limited('20Mi', { volumeMounts: [{ name: 'm', mountPath: '/m' }] }),
    };
    const { exec } = endOf(spec);
    const [, size, usedKib] = (exec('df -k /m').split('\n')[1] ?? '').split(/ +/).map(Number);
    expect(size).toBe(20_480);
    expect(usedKib).toBeGreaterThan(17_000);
    expect(usedKib).toBeLessThan(20_480);
  });

  it('of an emptyDir has no more room than its sizeLimit', () => {
    const spec = {
      script: 'dd if=/dev/zero of=/m/x bs=1M count=50 > /dev/termination-log 2>&1',
      volumes: [{ name: 'm', emptyDir: { medium: 'Memory', sizeLimit: '10Mi' } }],
      containers: [{ name: 'app', volumeMounts: [{ name: 'm', mountPath: '/m' }] }],
    };
    const { pod } = endOf(spec);
    const { message } = pod().status?.containerStatuses?.[0]?.state?.terminated ?? {};
    expect(message).toMatch(/No space left on device\n11\+0 records in\n10\+0 records out/);
  });

  it('too little for the sandbox keeps a Pod from starting', () => {
    const { seen, pod } = endOf({ script: 'sleep 1000', containers: limited('1Mi') });
    expect(pod().status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('ContainerCreating');
    expect(seen.events('web').find((event) => event.startsWith('FailedCreatePodSandBox'))).toContain(
      'container init was OOM-killed (memory limit too low?)',
    );
  });

  it('too little for one container of several keeps that container from starting', () => {
    const { pod } = endOf(
      {
        script: 'sleep 1000',
        restartPolicy: 'Always',
        containers: [...limited('1Mi'), { name: 'b' }],
      },
      2_500,
    );
    expect(pod().status?.containerStatuses?.[0]?.state?.waiting).toMatchObject({
      message: expect.stringContaining('unable to set memory limit to 1048576 (current usage: ') as unknown,
    });
  });
});
