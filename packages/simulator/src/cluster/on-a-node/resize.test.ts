import { describe, expect, it } from 'vitest';
import type { Pod, ResourceRequirements } from 'kubernetes-types/core/v1';
import { openCluster } from '../testing/one-node.ts';
import { ask, send, textOf } from '../testing/request.ts';

const pods = '/api/v1/namespaces/default/pods';
const small: ResourceRequirements = {
  requests: { cpu: '50m', memory: '32Mi' },
  limits: { cpu: '100m', memory: '64Mi' },
};

function openResizable(resizePolicy?: { resourceName: string; restartPolicy: string }[]) {
  const opened = openCluster();
  const { run, pass, cluster } = opened;
  run({ containers: [{ name: 'app', resources: small, ...(resizePolicy && { resizePolicy }) }] });
  pass(3_000);
  const resize = (resources: ResourceRequirements, name = 'web') => {
    const wanted = ask(cluster, 'GET', `${pods}/${name}`) as unknown as Pod;
    const containers = wanted.spec?.containers.map((container) => ({ ...container, resources }));
    const { status, body } = send(cluster, 'PUT', `${pods}/${name}/resize`, {
      ...wanted,
      spec: { ...wanted.spec, containers },
    });
    return `${status} ${(JSON.parse(textOf(body)) as { message?: string }).message ?? ''}`.trim();
  };
  return { ...opened, resize };
}

function resourcesOf({ status }: Pod) {
  const { allocatedResources, resources } = (status?.containerStatuses?.[0] ?? {}) as Record<string, unknown>;
  return { allocatedResources, resources };
}

describe('a resize of a running Pod', () => {
  it('gives its containers other resources as they run, as the recording `resize` shows', () => {
    const { resize, pass, pod, seen } = openResizable();
    const wanted = { requests: { cpu: '80m', memory: '32Mi' }, limits: { cpu: '200m', memory: '64Mi' } };
    expect(resize(wanted)).toBe('200');
    pass(2_000);
    expect(resourcesOf(pod())).toEqual({ allocatedResources: wanted.requests, resources: wanted });
    expect(pod().status?.containerStatuses?.[0]?.restartCount).toBe(0);
    const states = (seen.pods.get('web') ?? []).map((state) => state.includes('PodResizeInProgress=True'));
    expect(states.slice(-3)).toEqual([false, true, false]);
    const summary = `{"containers":[{"name":"app","resources":${JSON.stringify({ limits: wanted.limits, requests: wanted.requests })}}],"generation":2}`;
    expect(seen.events('web').filter((event) => event.startsWith('Resize'))).toEqual([
      `ResizeCompleted x1: Pod resize completed: ${summary}`,
      `ResizeStarted x1: Pod resize started: ${summary}`,
    ]);
  });

  it('takes two looks when the Pod as a whole gets more, as `pod-resources` shows', () => {
    const { run, pass, cluster, seen } = openCluster();
    const whole = (cpu: string) => ({ requests: { cpu: '50m' }, limits: { cpu } });
    run({ resources: whole('100m'), containers: [{ name: 'app' }] } as never);
    pass(3_000);
    const wanted = ask(cluster, 'GET', `${pods}/web`) as unknown as Pod;
    const spec = { ...wanted.spec, resources: whole('200m') };
    expect(send(cluster, 'PUT', `${pods}/web/resize`, { ...wanted, spec }).status).toBe(200);
    pass(2_000);
    const states = (seen.pods.get('web') ?? []).map((state) => state.includes('PodResizeInProgress=True'));
    expect(states.slice(-3)).toEqual([false, true, false]);
    expect(seen.events('web').filter((event) => event.startsWith('Resize'))).toHaveLength(2);
  });

  it('starts a container again when its policy for that resource says so', () => {
    const { resize, pass, pod, seen } = openResizable([{ resourceName: 'memory', restartPolicy: 'RestartContainer' }]);
    resize({ requests: { cpu: '50m', memory: '40Mi' }, limits: { cpu: '100m', memory: '64Mi' } });
    pass(40_000);
    expect(pod().status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true });
    expect(seen.events('web')).toContain('Killing x1: Container app resize requires restart');
  });

  it('waits while the node has no room, and goes on soon after another Pod has ended', () => {
    const { resize, pass, pod, run, cluster, seen } = openResizable();
    run(
      { terminationGracePeriodSeconds: 1, containers: [{ name: 'app', resources: { requests: { cpu: '900m' } } }] },
      'big',
    );
    pass(3_000);
    resize({ requests: { cpu: '1400m', memory: '32Mi' }, limits: { cpu: '1500m', memory: '64Mi' } });
    pass(1_000);
    const text = "Node didn't have enough resource: cpu, requested: 1400, used: 900, capacity: 2000";
    expect(pod().status?.conditions?.[0]).toMatchObject({
      type: 'PodResizePending',
      reason: 'Deferred',
      message: text,
    });
    expect(resourcesOf(pod()).allocatedResources).toEqual({ cpu: '50m', memory: '32Mi' });
    expect(seen.events('web').some((event) => event.startsWith('ResizeDeferred x1: Pod resize OutOfcpu: '))).toBe(true);
    ask(cluster, 'DELETE', `${pods}/big`);
    pass(6_000);
    expect(resourcesOf(pod()).allocatedResources).toEqual({ cpu: '1400m', memory: '32Mi' });
    expect(pod().status?.conditions?.[0]?.type).toBe('PodReadyToStartContainers');
  });

  it('that gives room lets one go on that waits', () => {
    const { resize, pass, pod, run } = openResizable();
    run({ containers: [{ name: 'app', resources: { requests: { cpu: '900m' } } }] }, 'big');
    pass(3_000);
    resize({ requests: { cpu: '1400m', memory: '32Mi' }, limits: { cpu: '1500m', memory: '64Mi' } });
    pass(1_000);
    expect(pod().status?.conditions?.[0]).toMatchObject({ type: 'PodResizePending', reason: 'Deferred' });
    resize({ requests: { cpu: '100m' } }, 'big');
    pass(6_000);
    expect(resourcesOf(pod()).allocatedResources).toEqual({ cpu: '1400m', memory: '32Mi' });
  });

  it('is what the scheduler counts while it waits; shrinking lets a Pod have a place that fitted nowhere', () => {
    const { resize, pass, pod, run, seen } = openResizable();
    const asking = (cpu: string) => ({ containers: [{ name: 'app', resources: { requests: { cpu } } }] });
    run(asking('900m'), 'big');
    pass(3_000);
    resize({ requests: { cpu: '1400m', memory: '32Mi' }, limits: { cpu: '1500m', memory: '64Mi' } });
    pass(1_000);
    run(asking('500m'), 'late');
    pass(3_000);
    expect(pod('late').status?.conditions?.[0]?.message).toMatch(/^0\/1 nodes are available: 1 Insufficient cpu/);
    resize({ requests: { cpu: '800m' } }, 'big');
    pass(30_000);
    expect(pod('late').status?.phase).toBe('Pending');
    resize(small);
    pass(6_000);
    expect(pod('late').status?.phase).toBe('Running');
    expect(seen.events('late')).toContainEqual(expect.stringMatching(/^Scheduled x1/));
  });

  it.each<{ about: string; resources: ResourceRequirements; answer: string }>([
    {
      about: 'more than the node has at all',
      resources: { requests: { cpu: '900', memory: '32Mi' }, limits: { cpu: '900', memory: '64Mi' } },
      answer:
        '403 pods "web" is forbidden: node didn\'t have enough allocatable resources: cpu, requested: 900000, allocatable: 2000',
    },
    {
      about: 'another quality of service',
      resources: { requests: small.limits, limits: small.limits },
      answer:
        '422 Pod "web" is invalid: spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
    },
    {
      about: 'no limit any more',
      resources: { requests: { cpu: '50m', memory: '32Mi' }, limits: { cpu: '100m' } },
      answer:
        '422 Pod "web" is invalid: spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed',
    },
  ])('refuses $about', ({ resources, answer }) => {
    expect(openResizable().resize(resources)).toBe(answer);
  });
});

describe('a Pod that its node does not take on', () => {
  it.each([
    {
      about: 'asks for more than is left',
      spec: { nodeName: 'node-1', containers: [{ name: 'app', resources: { requests: { cpu: '900' } } }] },
      reason: 'OutOfcpu',
      message: "Node didn't have enough resource: cpu, requested: 900000, used: 0, capacity: 2000",
    },
    {
      about: 'wants another node',
      spec: { nodeName: 'node-1', nodeSelector: { disk: 'fast' } },
      reason: 'NodeAffinity',
      message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    },
  ])('fails when it $about, without conditions or containers', ({ spec, reason, message }) => {
    const { run, pass, pod, seen } = openCluster();
    run(spec);
    pass(2_000);
    const { status } = pod();
    expect(status).toMatchObject({ phase: 'Failed', reason, message: `Pod was rejected: ${message}` });
    expect([status?.conditions, status?.containerStatuses]).toEqual([undefined, undefined]);
    expect(seen.events('web')).toEqual([`${reason} x1: ${message}`]);
  });
});
