import { expect, it } from 'vitest';
import { openCluster } from '../testing/one-node.ts';
import { ask } from '../testing/request.ts';

const container = (name: string, script: string) => ({ name, image: 'busybox:1.37', command: ['sh', '-c', script] });

it('a sidecar that crashes holds up neither the init container behind it nor the app', () => {
  const { run, pass, pod } = openCluster();
  const sidecar = { ...container('sidecar', 'exit 1'), restartPolicy: 'Always' };
  run({ initContainers: [sidecar, container('init', 'sleep 3')] });
  pass(7_000);
  const { initContainerStatuses = [], containerStatuses = [], phase } = pod().status ?? {};
  expect(phase).toBe('Running');
  expect(containerStatuses[0]?.state).toHaveProperty('running');
  expect(
    initContainerStatuses.map(({ name, state }) => [name, state?.waiting?.reason ?? state?.terminated?.reason]),
  ).toEqual([
    ['sidecar', 'CrashLoopBackOff'],
    ['init', 'Completed'],
  ]);
});

it('a Pod that is deleted while it initialises ends with its apps waiting, however its init container ends', () => {
  const { run, pass, seen, cluster } = openCluster();
  run({ initContainers: [container('init', 'trap "exit 0" TERM; while :; do sleep 0.1; done')] });
  pass(3_000);
  ask(cluster, 'DELETE', '/api/v1/namespaces/default/pods/web');
  pass(5_000);
  expect(seen.pods.get('web')?.at(-1)).toContain('app PodInitializing');
  expect(seen.pods.get('web')?.at(-1)).toMatch(/^DELETED/);
});
