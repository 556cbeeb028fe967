import { describe, expect, it } from 'vitest';
import { ContainerLog } from '../../runtime/container-log.ts';
import type { ContainerInstance } from '../../runtime/ports.ts';
import { containerStatuses } from './container-status.ts';
import type { RuledContainer, StoredPod } from '../pod-types.ts';

const failure = { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container=c' };

function statusOf(container: Omit<RuledContainer, 'name'>, role: 'init' | 'apps', exitCode: number) {
  const spec = {
    containers: [],
    initContainers: [],
    [role === 'init' ? 'initContainers' : 'containers']: [{ name: 'c', ...container }],
  };
  const instance: ContainerInstance = {
    id: 'f'.repeat(64),
    name: 'c',
    attempt: 1,
    state: 'exited',
    createdAtMs: 0,
    startedAtMs: 0,
    finishedAtMs: 1_000,
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    specImage: 'busybox:1.37',
    image: 'docker.io/library/busybox:1.37',
    imageId: 'sha256:0',
    user: { uid: 0, gid: 0 },
    log: new ContainerLog(),
  };
  const {
    [role]: [status],
  } = containerStatuses({
    pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', uid: 'u' }, spec } as unknown as StoredPod,
    runtime: { instances: [instance] },
    startFailures: new Map([['c', failure]]),
    probes: { hasStarted: () => true, isReady: () => true },
    isBeingDeleted: false,
    resetCounts: undefined,
    terminationMessages: new Map(),
  });
  return status?.state.waiting?.reason ?? status?.state.terminated?.reason;
}

describe('a container that has ended and waits for its back-off', () => {
  it.each([
    { what: 'an app', role: 'apps', container: {}, exitCode: 0, shows: 'CrashLoopBackOff' },
    { what: 'an app', role: 'apps', container: {}, exitCode: 1, shows: 'CrashLoopBackOff' },
    { what: 'an init container', role: 'init', container: {}, exitCode: 0, shows: 'Completed' },
    { what: 'an init container', role: 'init', container: {}, exitCode: 1, shows: 'CrashLoopBackOff' },
    { what: 'a sidecar', role: 'init', container: { restartPolicy: 'Always' }, exitCode: 0, shows: 'Completed' },
    { what: 'a sidecar', role: 'init', container: { restartPolicy: 'Always' }, exitCode: 1, shows: 'CrashLoopBackOff' },
  ] as const)('shows $shows: $what that exited with $exitCode', ({ role, container, exitCode, shows }) => {
    expect(statusOf(container, role, exitCode)).toBe(shows);
  });
});

describe('a container that was removed with all others, to be started again', () => {
  const waiting = { reason: 'RestartingAllContainers' };
  const lastState = { terminated: { exitCode: 137 } };
  const ran = { name: 'c', ready: true, restartCount: 1, image: 'docker.io/library/busybox:1.37', imageID: 'sha256:0' };

  it.each([
    { had: 'ended', state: { terminated: { exitCode: 0 } }, keeps: { ready: true, imageID: 'sha256:0' } },
    { had: 'been running', state: { running: {} }, keeps: { ready: false, imageID: '', image: 'busybox:1.37' } },
  ])('that had $had says so for as long as the API has it', ({ state, keeps }) => {
    const spec = { initContainers: [{ name: 'c', image: 'busybox:1.37' }], containers: [] };
    const conditions = [{ type: 'AllContainersRestarting', status: 'True' }];
    const status = { conditions, initContainerStatuses: [{ ...ran, state, lastState: {} }] };
    const { init } = containerStatuses({
      pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', uid: 'u' }, spec, status } as unknown as StoredPod,
      runtime: { instances: [] },
      startFailures: new Map(),
      probes: { hasStarted: () => true, isReady: () => true },
      isBeingDeleted: false,
      resetCounts: new Map([['c', 2]]),
      terminationMessages: new Map(),
    });
    expect(init).toMatchObject([{ ...keeps, state: { waiting }, lastState, restartCount: 2 }]);
  });
});
