import { describe, expect, it } from 'vitest';
import type { Node } from 'kubernetes-types/core/v1';
import { openCluster } from './testing/one-node.ts';
import { ask } from './testing/request.ts';

describe('a Pod that uses more of its node’s disk than it may', () => {
  it.each([
    {
      about: 'by an emptyDir',
      spec: {
        script: 'dd if=/dev/zero of=/d/x bs=1M count=3 2>/dev/null; sleep 1000',
        volumes: [{ name: 'd', emptyDir: { sizeLimit: '1Mi' } }],
        containers: [{ name: 'app', volumeMounts: [{ name: 'd', mountPath: '/d' }] }],
      },
      message: 'Usage of EmptyDir volume "d" exceeds the limit "1Mi". ',
    },
    {
      about: 'by files of its container',
      spec: {
        script: 'dd if=/dev/zero of=/x bs=1M count=30 2>/dev/null; sleep 1000',
        containers: [{ name: 'app', resources: { limits: { 'ephemeral-storage': '5Mi' } } }],
      },
      message: 'Pod ephemeral local storage usage exceeds the total limit of containers 5Mi. ',
    },
  ])('$about is evicted', ({ spec, message }) => {
    const { run, pass, pod, seen } = openCluster();
    run(spec);
    pass(20_000);
    const { status } = pod();
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message });
    expect(status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
    expect(status?.conditions?.map(({ type }) => type)).not.toContain('DisruptionTarget');
    expect(seen.events('web')).toEqual(
      expect.arrayContaining([`Evicted x1: ${message}`, 'Killing x1: Stopping container app']),
    );
  });
});

describe('a node that is low on memory', () => {
  const hog = (bytes: string, requests?: Record<string, string>) => ({
    containers: [
      {
        name: 'app',
        image: 'polinux/stress',
        imagePullPolicy: 'IfNotPresent' as const,
        command: ['stress', '--vm', '1', '--vm-bytes', bytes, '--vm-hang', '0'],
        ...(requests && { resources: { requests } }),
      },
    ],
  });

  it('evicts the Pod that exceeds its request, says so, and takes no best-effort Pods on', () => {
    const { cluster, run, pass, pod, seen } = openCluster();
    run(hog('4000M', { memory: '4Gi' }), 'modest');
    run(hog('20030M'), 'greedy');
    pass(30_000);
    const { status } = pod('greedy');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
    expect(status?.message).toMatch(
      /^The node was low on resource: memory. Threshold quantity: 100Mi, available: \d+Ki. Container app was using \d+Ki, request is 0, has larger consumption of memory. $/,
    );
    expect(status?.conditions?.[0]).toMatchObject({ type: 'DisruptionTarget', reason: 'TerminationByKubelet' });
    expect(pod('modest').status?.phase).toBe('Running');
    const node = () => ask(cluster, 'GET', '/api/v1/nodes/node-1') as unknown as Node;
    expect(node().status?.conditions?.[0]).toMatchObject({ type: 'MemoryPressure', status: 'True' });
    run({ nodeName: 'node-1' }, 'late');
    pass(3_000);
    expect(pod('late').status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
    pass(330_000);
    expect(node().status?.conditions?.[0]).toMatchObject({ type: 'MemoryPressure', status: 'False' });
    expect(seen.events('late')).toEqual(['Evicted x1: The node had condition: [MemoryPressure]. ']);
  });

  it('has somebody killed by its kernel when that is too late', () => {
    const { run, pass, pod } = openCluster();
    run({ ...hog('25000M'), restartPolicy: 'Never' });
    pass(30_000);
    expect(pod().status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({ reason: 'OOMKilled', exitCode: 1 });
  });
});
