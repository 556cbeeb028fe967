import type { ContainerState, ContainerStatus, Pod, PodStatus } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import type { Stored } from '../object/object.ts';
import { podRow } from './pod-row.ts';

const running: ContainerState = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const waiting = (reason: string): ContainerState => ({ waiting: { reason } });
const ended = (exitCode: number, reason?: string): ContainerState => ({
  terminated: { exitCode, ...(reason ? { reason } : {}) },
});

function container(state: ContainerState, extra: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name: 'app', image: 'x', imageID: '', ready: 'running' in state, restartCount: 0, state, ...extra };
}

function pod(status: PodStatus, extra: { spec?: object; metadata?: object } = {}): Stored<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web',
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...extra.metadata,
    },
    spec: { containers: (status.containerStatuses ?? []).map(({ name }) => ({ name })), ...extra.spec },
    status,
  };
}

const ready = [{ type: 'Ready', status: 'True' }];
const inits = (...names: string[]) => ({
  spec: { containers: [{ name: 'app' }], initContainers: names.map((name) => ({ name })) },
});
const sidecar = { spec: { containers: [{ name: 'app' }], initContainers: [{ name: 'log', restartPolicy: 'Always' }] } };
const deleted = { metadata: { deletionTimestamp: '2026-01-01T00:00:30Z' } };

describe('STATUS and READY', () => {
  test.each<[string, Stored<Pod>, string, string]>([
    ['new', pod({ phase: 'Pending' }), 'Pending', '0/0'],
    [
      'starting',
      pod({ phase: 'Pending', containerStatuses: [container(waiting('ContainerCreating'))] }),
      'ContainerCreating',
      '0/1',
    ],
    ['running', pod({ phase: 'Running', containerStatuses: [container(running)] }), 'Running', '1/1'],
    [
      'running and not ready',
      pod({ phase: 'Running', containerStatuses: [container(running, { ready: false })] }),
      'Running',
      '0/1',
    ],
    ['ended', pod({ phase: 'Succeeded', containerStatuses: [container(ended(0, 'Completed'))] }), 'Completed', '0/1'],
    ['ended without a reason', pod({ phase: 'Failed', containerStatuses: [container(ended(3))] }), 'ExitCode:3', '0/1'],
    [
      'past its deadline',
      pod({ phase: 'Failed', reason: 'DeadlineExceeded', containerStatuses: [container(ended(137, 'Error'))] }),
      'Error',
      '0/1',
    ],
    ['evicted before it ran', pod({ phase: 'Failed', reason: 'Evicted' }), 'Evicted', '0/0'],
    [
      'half ended',
      pod({
        phase: 'Running',
        conditions: ready,
        containerStatuses: [container(ended(0, 'Completed')), container(running)],
      }),
      'Running',
      '1/2',
    ],
    [
      'half ended and not ready',
      pod({ phase: 'Running', containerStatuses: [container(ended(0, 'Completed')), container(running)] }),
      'NotReady',
      '1/2',
    ],
    [
      'failed in one container of several',
      pod({ phase: 'Failed', containerStatuses: [container(ended(0, 'Completed')), container(ended(1, 'Error'))] }),
      'Error',
      '0/2',
    ],
    [
      'failing twice, where the first container counts',
      pod({
        phase: 'Running',
        containerStatuses: [container(waiting('ImagePullBackOff')), container(waiting('CrashLoopBackOff'))],
      }),
      'ImagePullBackOff',
      '0/2',
    ],
    [
      'in its first init container',
      pod(
        { phase: 'Pending', initContainerStatuses: [container(running, { name: 'a', ready: false })] },
        inits('a', 'b'),
      ),
      'Init:0/2',
      '0/1',
    ],
    [
      'failing in an init container',
      pod(
        { phase: 'Pending', initContainerStatuses: [container(waiting('CrashLoopBackOff'), { name: 'a' })] },
        inits('a'),
      ),
      'Init:CrashLoopBackOff',
      '0/1',
    ],
    [
      'with a sidecar',
      pod(
        {
          phase: 'Running',
          initContainerStatuses: [container(running, { name: 'log', started: true })],
          containerStatuses: [container(running)],
        },
        sidecar,
      ),
      'Running',
      '2/2',
    ],
    [
      'finished but for its sidecar',
      pod(
        {
          phase: 'Running',
          initContainerStatuses: [container(running, { name: 'log', started: true })],
          containerStatuses: [container(ended(0, 'Completed'))],
        },
        sidecar,
      ),
      'Completed',
      '1/2',
    ],
    [
      'being deleted',
      pod({ phase: 'Running', containerStatuses: [container(running)] }, deleted),
      'Terminating',
      '1/1',
    ],
    [
      'deleted and done',
      pod({ phase: 'Failed', containerStatuses: [container(ended(137, 'Error'))] }, deleted),
      'Error',
      '0/1',
    ],
    ['lost with its node', pod({ phase: 'Running', reason: 'NodeLost' }, deleted), 'Unknown', '0/0'],
  ])('of a Pod that is %s', (_what, object, reason, count) => {
    const row = podRow(object);
    expect([row.reason, `${row.readyContainers}/${row.totalContainers}`]).toEqual([reason, count]);
  });
});

test('counts the restarts of init containers only while they run', () => {
  const initContainerStatuses = [container(waiting('CrashLoopBackOff'), { name: 'a', restartCount: 4 })];
  expect(podRow(pod({ phase: 'Pending', initContainerStatuses }, inits('a'))).restarts).toBe(4);
  const done = [container(ended(0, 'Completed'), { name: 'a', restartCount: 4 })];
  const containerStatuses = [container(running, { restartCount: 1 })];
  expect(podRow(pod({ phase: 'Running', initContainerStatuses: done, containerStatuses }, inits('a'))).restarts).toBe(
    1,
  );
});
