import type { ContainerState, ContainerStatus } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { podPhase, type PodPhaseInput } from './pod-phase.ts';

const waiting: ContainerState = { waiting: { reason: 'ContainerCreating' } };
const running: ContainerState = { running: {} };
const exited = (exitCode: number): ContainerState => ({ terminated: { exitCode } });

function status(name: string, state: ContainerState, lastState: ContainerState = {}, started = true): ContainerStatus {
  return { name, state, lastState, started, image: '', imageID: '', ready: false, restartCount: 0 };
}

const app = (state: ContainerState, lastState?: ContainerState) => status('app', state, lastState);
const app2 = (state: ContainerState, lastState?: ContainerState) => status('app2', state, lastState);
const init = (state: ContainerState, lastState?: ContainerState) => status('init', state, lastState);
const sidecar = (state: ContainerState, started = true) => status('sidecar', state, {}, started);

describe('podPhase', () => {
  it.each<{
    about: string;
    phase: string;
    policy?: string;
    has?: readonly ('init' | 'sidecar' | 'app2')[];
    statuses: ContainerStatus[];
    terminal?: boolean;
    initialized?: boolean;
    /** Default: as the status says. */
    shownStarted?: boolean;
  }>([
    { about: 'nothing started', phase: 'Pending', statuses: [app(waiting)] },
    { about: 'the app runs', phase: 'Running', statuses: [app(running)] },
    { about: 'an app that has no status', phase: 'Pending', statuses: [] },
    {
      about: 'one of two runs, the other waits',
      phase: 'Pending',
      has: ['app2'],
      statuses: [app(running), app2(waiting)],
    },
    {
      about: 'one of two runs, the other crashed',
      phase: 'Running',
      has: ['app2'],
      statuses: [app(running), app2(exited(1))],
    },
    { about: 'crashed, to be restarted', phase: 'Running', statuses: [app(exited(1))] },
    { about: 'crash-looping', phase: 'Running', statuses: [app(waiting, exited(1))] },
    { about: 'done, never again', phase: 'Succeeded', policy: 'Never', statuses: [app(exited(0))] },
    { about: 'failed, never again', phase: 'Failed', policy: 'Never', statuses: [app(exited(1))] },
    { about: 'done under OnFailure', phase: 'Succeeded', policy: 'OnFailure', statuses: [app(exited(0))] },
    { about: 'failed under OnFailure', phase: 'Running', policy: 'OnFailure', statuses: [app(exited(1))] },
    {
      about: 'one done, one failed, never again',
      phase: 'Failed',
      policy: 'Never',
      has: ['app2'],
      statuses: [app(exited(0)), app2(exited(1))],
    },
    { about: 'stopped by deletion with 0', phase: 'Succeeded', statuses: [app(exited(0))], terminal: true },
    { about: 'stopped by deletion with 137', phase: 'Failed', statuses: [app(exited(137))], terminal: true },
    { about: 'an init container runs', phase: 'Pending', has: ['init'], statuses: [init(running), app(waiting)] },
    {
      about: 'an init container crash-loops',
      phase: 'Pending',
      has: ['init'],
      statuses: [init(waiting, exited(1)), app(waiting)],
    },
    {
      about: 'an init container failed for good',
      phase: 'Failed',
      policy: 'Never',
      has: ['init'],
      statuses: [init(exited(5)), app(waiting)],
    },
    { about: 'initialised and running', phase: 'Running', has: ['init'], statuses: [init(exited(0)), app(running)] },
    {
      about: 'a sidecar starts',
      phase: 'Pending',
      has: ['sidecar'],
      statuses: [sidecar(running, false), app(waiting)],
    },
    {
      about: 'a sidecar starts again beside the running app',
      phase: 'Running',
      has: ['sidecar'],
      statuses: [sidecar(running, false), app(running)],
      initialized: true,
    },
    {
      about: 'a sidecar starts again for the first time beside an app that is to start again too',
      phase: 'Pending',
      has: ['sidecar'],
      statuses: [sidecar(running), app(waiting, exited(137))],
      shownStarted: false,
    },
    {
      about: 'the same, once it has been told that it has started',
      phase: 'Running',
      has: ['sidecar'],
      statuses: [sidecar(running), app(waiting, exited(137))],
    },
    {
      about: 'a sidecar outlives the app of a Pod that is over',
      phase: 'Running',
      policy: 'Never',
      has: ['sidecar'],
      statuses: [sidecar(running), app(exited(0))],
      initialized: true,
    },
    {
      about: 'a sidecar’s exit code does not count',
      phase: 'Succeeded',
      policy: 'Never',
      has: ['sidecar'],
      statuses: [sidecar(exited(3)), app(exited(0))],
      initialized: true,
      terminal: true,
    },
  ])('$about: $phase', ({ phase, policy = 'Always', has = [], statuses, shownStarted, ...over }) => {
    const { terminal = false, initialized = false } = over;
    const input: PodPhaseInput = {
      spec: {
        restartPolicy: policy,
        initContainers: [
          ...(has.includes('init') ? [{ name: 'init' }] : []),
          ...(has.includes('sidecar') ? [{ name: 'sidecar', restartPolicy: 'Always' }] : []),
        ],
        containers: [{ name: 'app' }, ...(has.includes('app2') ? [{ name: 'app2' }] : [])],
      },
      statuses,
      isTerminal: terminal,
      hasInitialized: initialized,
      hasShownStarted: (name) => shownStarted ?? statuses.find((status) => status.name === name)?.started ?? false,
    };
    expect(podPhase(input)).toBe(phase);
  });
});
