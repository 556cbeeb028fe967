import { expect, it } from 'vitest';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { openCluster } from '../testing/one-node.ts';

it('a rule has all containers of a Pod removed and started again, init containers first, in the same sandbox', () => {
  const { run, pass, pod, seen } = openCluster();
  const script = 'test -e /d/again && sleep 1000; touch /d/again; sleep 3; exit 42';
  const rules = [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [42] } }];
  const volumeMounts = [{ name: 'd', mountPath: '/d' }];
  run({
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 1,
    volumes: [{ name: 'd', emptyDir: {} }],
    initContainers: [{ name: 'init', image: 'busybox:1.37', command: ['sh', '-c', 'echo x >> /d/runs'], volumeMounts }],
    containers: [
      { name: 'app', command: ['sh', '-c', script], volumeMounts, restartPolicy: 'Never', restartPolicyRules: rules },
      { name: 'other', command: ['sleep', '1000'] },
    ],
  } as unknown as PodSpec);
  pass(4_500);
  const ip = pod().status?.podIP;
  pass(20_000);
  const { status } = pod();
  expect(status).toMatchObject({ phase: 'Running', podIP: ip });
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  expect(all.map(({ name, restartCount, lastState }) => [name, restartCount, lastState?.terminated?.reason])).toEqual([
    ['init', 1, 'RestartingAllContainers'],
    ['app', 1, 'RestartingAllContainers'],
    ['other', 1, 'RestartingAllContainers'],
  ]);
  const states = seen.pods.get('web') ?? [];
  const begin = states.findIndex((state) =>
    state.includes('AllContainersRestarting=True(RestartAllContainersStarted)'),
  );
  expect(states[begin]).toContain('app Error(42)');
  expect(states[begin + 1]?.match(/RestartingAllContainers last RestartingAllContainers\(137\)/g)).toHaveLength(3);
  expect(states.slice(begin).some((state) => state.includes(' Pending ') && state.includes('init running'))).toBe(true);
  expect(seen.events('web')).toContain('Killing x1: killing');
  expect(states.some((state) => state.includes('CrashLoopBackOff'))).toBe(false);
});

it('a Pod whose sidecar starts again with all others is Pending until its app does', () => {
  const { run, pass, seen } = openCluster();
  const script = 'test -e /d/again && sleep 1000; touch /d/again; sleep 3; exit 9';
  const rules = [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [9] } }];
  const volumeMounts = [{ name: 'd', mountPath: '/d' }];
  run({
    terminationGracePeriodSeconds: 1,
    volumes: [{ name: 'd', emptyDir: {} }],
    initContainers: [{ name: 'side', image: 'busybox:1.37', restartPolicy: 'Always', command: ['sleep', '1000'] }],
    containers: [
      { name: 'app', command: ['sh', '-c', script], volumeMounts, restartPolicy: 'Never', restartPolicyRules: rules },
    ],
  } as unknown as PodSpec);
  pass(20_000);
  const states = seen.pods.get('web') ?? [];
  const begin = states.findIndex((state) => state.includes('AllContainersRestarting=True'));
  const after = states.slice(begin + 2).map((state) => /(Pending|Running) .*\| (side \w+).*\| (app \w+)/.exec(state));
  expect(after.map((found) => found?.slice(1, 4))).toEqual([
    ['Pending', 'side running', 'app PodInitializing'],
    ['Running', 'side running', 'app running'],
  ]);
});
