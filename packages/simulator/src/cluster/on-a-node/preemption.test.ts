import { describe, expect, it } from 'vitest';
import { openCluster } from '../testing/one-node.ts';

const asks = (cpu: string, more = {}) => ({
  terminationGracePeriodSeconds: 5,
  nodeName: 'node-1',
  script: 'trap "sleep 2; exit 0" TERM; while true; do sleep 1; done',
  containers: [{ name: 'app', resources: { requests: { cpu } } }] as never,
  ...more,
});
const critical = { priorityClassName: 'system-node-critical' };

/** A node of two cores of which 1.4 are given away. */
function openFull() {
  const opened = openCluster();
  opened.run(asks('500m'), 'a');
  opened.run(asks('600m'), 'b');
  opened.run(asks('300m'), 'c');
  opened.pass(5_000);
  return { ...opened, phase: (name: string) => opened.pod(name).status?.phase };
}

describe('a critical Pod on a full node', () => {
  it('has another one stopped, and runs once that has ended', () => {
    const { run, pass, pod, phase, seen } = openFull();
    const before = seen.pods.get('c')?.length ?? 0;
    run(asks('900m', critical), 'critical');
    pass(1_500);
    expect([phase('c'), phase('critical')]).toEqual(['Running', 'Pending']);
    expect(seen.pods.get('c')).toHaveLength(before);
    expect(pod('critical').status?.containerStatuses).toBeUndefined();
    pass(6_000);
    expect([phase('c'), phase('b'), phase('a'), phase('critical')]).toEqual([
      'Succeeded',
      'Running',
      'Running',
      'Running',
    ]);
    expect(pod('c').status).not.toHaveProperty('reason');
    expect(pod('c').status?.conditions?.[0]).toMatchObject({
      type: 'DisruptionTarget',
      reason: 'TerminationByKubelet',
      message: 'Pod was preempted by Kubelet to accommodate a critical pod.',
      lastTransitionTime: pod('c').status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime,
    });
    expect(seen.events('c')).toEqual(
      expect.arrayContaining(['Preempting x1: Preempted in order to admit critical pod']),
    );
  });

  it('leaves a Pod that ends badly as Failed, with the reason', () => {
    const { run, pass, pod } = openFull();
    run(asks('200m', { script: 'exec sleep 1000', terminationGracePeriodSeconds: 1 }), 'd');
    pass(3_000);
    run(asks('500m', critical), 'critical');
    pass(6_000);
    expect(pod('d').status).toMatchObject({
      phase: 'Failed',
      reason: 'Preempting',
      message: 'Preempted in order to admit critical pod',
    });
  });

  it('makes those wait that come after it, however small', () => {
    const { run, pass, phase } = openFull();
    run(asks('700m', critical), 'critical');
    pass(500);
    run(asks('10m'), 'small');
    pass(1_000);
    expect([phase('critical'), phase('small')]).toEqual(['Pending', 'Pending']);
    pass(6_000);
    expect([phase('critical'), phase('small')]).toEqual(['Running', 'Running']);
  });

  it('is not taken on when all others together would not make enough room', () => {
    const { run, pass, pod, phase } = openFull();
    run(asks('3', critical), 'critical');
    pass(2_000);
    expect(pod('critical').status).toMatchObject({
      phase: 'Failed',
      reason: 'UnexpectedAdmissionError',
      message:
        'Pod was rejected: Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt: no set of running pods found to reclaim resources: [(res: cpu, q: 1000), ]',
    });
    expect(phase('b')).toBe('Running');
  });
});

describe('a static Pod on a full node', () => {
  it('makes room for itself like one of the system', () => {
    const { run, pass, exec, phase, pod } = openFull();
    run(
      {
        volumes: [{ name: 'm', hostPath: { path: '/etc/kubernetes/manifests' } }],
        containers: [{ name: 'app', volumeMounts: [{ name: 'm', mountPath: '/m' }] }] as never,
      },
      'editor',
    );
    pass(3_000);
    exec(
      'echo \'{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"name": "app", "image": "busybox:1.37", "command": ["sleep", "1000"], "resources": {"requests": {"cpu": "700m"}}}]}}\' > /m/web.json',
      'editor',
    );
    pass(8_000);
    expect([phase('c'), phase('web-node-1')]).toEqual(['Succeeded', 'Running']);
    expect(pod('web-node-1').status?.reason).toBeUndefined();
  });
});
