import { describe, expect, it } from 'vitest';
import type { Node } from 'kubernetes-types/core/v1';
import { openCluster } from '../testing/one-node.ts';
import { ask } from '../testing/request.ts';

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
    const ended = (seen.pods.get('web') ?? []).filter((state) => state.includes(' Ready=False(PodFailed)'));
    expect(ended.map((state) => state.includes(' Failed Evicted '))).toEqual([true]);
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

describe('a node that is low on disk', () => {
  const writer = (mebibytes: number, requests?: Record<string, string>) => ({
    terminationGracePeriodSeconds: 0,
    script: `dd if=/dev/zero of=/x bs=1M count=${mebibytes} 2>/dev/null; sleep 1000`,
    containers: [{ name: 'app', ...(requests && { resources: { requests } }) }] as never,
  });
  const openSmall = () => {
    const opened = openCluster({ disk: '40Mi' });
    const node = () => ask(opened.cluster, 'GET', '/api/v1/nodes/node-1') as unknown as Node;
    const condition = () => node().status?.conditions?.find(({ type }) => type === 'DiskPressure');
    return { ...opened, node, condition };
  };

  it('says so, taints itself, evicts who uses most beyond its request, and takes nobody on for five minutes', () => {
    const { run, pass, pod, seen, node, condition, cluster, exec } = openSmall();
    expect(node().status?.capacity).toMatchObject({ 'ephemeral-storage': '40Mi' });
    run(writer(16, { 'ephemeral-storage': '16.5Mi' }), 'modest');
    run(writer(12), 'greedy');
    pass(15_000);
    expect(exec('df -k / | tail -1', 'greedy')).toMatch(/^overlay +40960 +28672 +12288 +70% \/\n$/);
    expect(condition()).toMatchObject({ status: 'False', reason: 'KubeletHasNoDiskPressure' });
    run(writer(8), 'last');
    pass(15_000);
    expect(condition()).toMatchObject({
      status: 'True',
      reason: 'KubeletHasDiskPressure',
      message: 'kubelet has disk pressure',
    });
    expect(node().spec?.taints?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/disk-pressure:NoSchedule',
    ]);
    const { status } = pod('greedy');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
    expect(status?.message).toBe(
      'The node was low on resource: ephemeral-storage. Threshold quantity: 6Mi, available: 4Mi. Container app was using 12Mi, request is 0, has larger consumption of ephemeral-storage. ',
    );
    expect(status?.conditions?.[0]).toMatchObject({ type: 'DisruptionTarget', reason: 'TerminationByKubelet' });
    for (const name of ['modest', 'last']) expect(pod(name).status?.phase).toBe('Running');
    const { items } = ask(cluster, 'GET', '/api/v1/namespaces/default/events') as unknown as {
      items: { type: string; reason: string; message: string }[];
    };
    const told = items.filter(({ reason }) => /Threshold|DiskPressure/.test(reason));
    expect(new Set(told.map(({ type, reason, message }) => `${type} ${reason}: ${message}`))).toEqual(
      new Set([
        'Normal NodeHasNoDiskPressure: Node node-1 status is now: NodeHasNoDiskPressure',
        'Normal NodeHasDiskPressure: Node node-1 status is now: NodeHasDiskPressure',
        'Warning EvictionThresholdMet: Attempting to reclaim ephemeral-storage',
      ]),
    );
    run({ nodeName: 'node-1' }, 'late');
    run({}, 'waits');
    pass(3_000);
    expect(pod('late').status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
    expect(seen.events('late')).toEqual(['Evicted x1: The node had condition: [DiskPressure]. ']);
    expect(seen.events('waits')[0]).toContain('1 node(s) had untolerated taint(s)');
    ask(cluster, 'DELETE', '/api/v1/namespaces/default/pods/greedy');
    pass(330_000);
    expect(condition()?.status).toBe('False');
    expect(pod('waits').status?.phase).toBe('Running');
  });

  it('counts emptyDirs and files of the node, and no emptyDirs in memory', () => {
    const { run, pass, pod, condition } = openSmall();
    const volumes = [
      { name: 'disk', emptyDir: {} },
      { name: 'memory', emptyDir: { medium: 'Memory' } },
      { name: 'node', hostPath: { path: '/opt/data', type: 'DirectoryOrCreate' } },
    ];
    const volumeMounts = volumes.map(({ name }) => ({ name, mountPath: `/${name}` }));
    const fill = (...names: string[]) =>
      `${names.map((name) => `dd if=/dev/zero of=/${name}/x bs=1M count=18 2>/dev/null`).join('; ')}; sleep 1000`;
    const containers = [{ name: 'app', volumeMounts }] as never;
    run({ script: fill('memory', 'disk'), volumes, containers });
    pass(25_000);
    expect(condition()?.status).toBe('False');
    run({ script: fill('node'), volumes, containers }, 'other');
    pass(25_000);
    expect(condition()?.status).toBe('True');
    expect(pod().status?.message).toMatch(/available: \d+\w*\. (Container app was using .*)?$/);
  });
});
