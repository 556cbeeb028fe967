import { describe, expect, it } from 'vitest';
import type { ContainerInstance, RuntimePod } from '../runtime/ports.ts';
import { computePodActions, type KillVerdict } from './pod-actions.ts';
import type { RuledContainer, StoredPod } from './pod-types.ts';

type Shorthand = 'running' | 'created' | 'outOfMemory' | number;

const outOfMemory = { state: 'exited', exitCode: 0, reason: 'OOMKilled' } as const;

/**
 * `{ app: 'running', init: 0 }`: the newest instance of each container; a number is an exit code, `outOfMemory` one whose
 * first process ended well though another one was killed.
 */
function runtimeOf(instances: Record<string, Shorthand>, sandbox: 'ready' | 'notReady' | 'none' = 'ready'): RuntimePod {
  return {
    ...(sandbox !== 'none' && { sandbox: { id: 's', ip: '10.244.0.2', createdAtMs: 0, state: sandbox } }),
    instances: Object.entries(instances).map(
      ([name, state]) =>
        ({
          id: name,
          name,
          specImage: 'busybox:1.37',
          ...(state === 'outOfMemory'
            ? outOfMemory
            : typeof state === 'number'
              ? { state: 'exited', exitCode: state }
              : { state }),
        }) as ContainerInstance,
    ),
  };
}

/** All of them were made in the sandbox before this one. */
function inNewSandbox(instances: Record<string, Shorthand>): RuntimePod {
  const { instances: old } = runtimeOf(instances);
  const sandbox = { id: 'new', ip: '10.244.0.3', createdAtMs: 10_000, state: 'ready' } as const;
  return { sandbox, instances: old.map((instance) => ({ ...instance, createdAtMs: 5_000 })) };
}

const container = (name: string, fields: Partial<RuledContainer> = {}): RuledContainer => ({
  name,
  image: 'busybox:1.37',
  ...fields,
});
const init = container('init');
const sidecar = container('sidecar', { restartPolicy: 'Always' });
const app = container('app');

function decide(input: {
  policy?: string;
  containers?: RuledContainer[];
  inits?: RuledContainer[];
  runtime: RuntimePod;
  notStarted?: string[];
  verdicts?: Record<string, KillVerdict>;
}): string[] {
  const { policy = 'Always', containers = [app], inits = [], runtime, notStarted = [], verdicts = {} } = input;
  const actions = computePodActions({
    pod: { spec: { restartPolicy: policy, containers, initContainers: inits } } as unknown as StoredPod,
    runtime,
    hasStarted: ({ name }) => !notStarted.includes(name),
    killVerdict: ({ name }) => verdicts[name] ?? 'none',
  });
  return [
    ...(actions.killPod ? ['kill pod'] : []),
    ...(actions.createSandbox ? ['create sandbox'] : []),
    ...actions.kill.map(({ message }) => `kill: ${message}`),
    ...[...actions.startInit, ...actions.startApps].map(({ name }) => `start ${name}`),
  ];
}

describe('computePodActions', () => {
  it.each<{ about: string; input: Parameters<typeof decide>[0]; expected: string[] }>([
    { about: 'a new Pod', input: { runtime: runtimeOf({}, 'none') }, expected: ['create sandbox', 'start app'] },
    {
      about: 'a new Pod with init containers',
      input: { inits: [init, sidecar], runtime: runtimeOf({}, 'none') },
      expected: ['create sandbox', 'start init'],
    },
    { about: 'a Pod that runs', input: { runtime: runtimeOf({ app: 'running' }) }, expected: [] },
    { about: 'a crash', input: { runtime: runtimeOf({ app: 1 }) }, expected: ['start app'] },
    {
      about: 'an end that is final',
      input: { policy: 'Never', runtime: runtimeOf({ app: 0 }) },
      expected: ['kill pod'],
    },
    {
      about: 'the end of the app beside a sidecar',
      input: { policy: 'Never', inits: [sidecar], runtime: runtimeOf({ sidecar: 'running', app: 0 }) },
      expected: ['kill pod'],
    },
    {
      about: 'a dead sidecar beside the app',
      input: { policy: 'Never', inits: [sidecar], runtime: runtimeOf({ sidecar: 0, app: 'running' }) },
      expected: ['start sidecar'],
    },
    {
      about: 'an init container that runs',
      input: { inits: [init], runtime: runtimeOf({ init: 'running' }) },
      expected: [],
    },
    {
      about: 'an init container that is done',
      input: { inits: [init], runtime: runtimeOf({ init: 0 }) },
      expected: ['start app'],
    },
    {
      about: 'an init container that failed',
      input: { inits: [init], runtime: runtimeOf({ init: 1 }) },
      expected: ['start init'],
    },
    {
      about: 'an init container that failed for good',
      input: { policy: 'Never', inits: [init], runtime: runtimeOf({ init: 1 }) },
      expected: ['kill pod'],
    },
    {
      about: 'an init container that ran out of memory and ended well all the same',
      input: { inits: [init], runtime: runtimeOf({ init: 'outOfMemory' }) },
      expected: ['start init'],
    },
    {
      about: 'one of a Pod whose containers are started again only when they fail: it has failed, and may not be',
      input: { policy: 'OnFailure', inits: [init], runtime: runtimeOf({ init: 'outOfMemory' }) },
      expected: ['kill pod'],
    },
    {
      about: 'a sidecar that has not started yet',
      input: { inits: [sidecar, init], runtime: runtimeOf({ sidecar: 'running' }), notStarted: ['sidecar'] },
      expected: [],
    },
    {
      about: 'a sidecar that has started',
      input: { inits: [sidecar, init], runtime: runtimeOf({ sidecar: 'running' }) },
      expected: ['start init'],
    },
    {
      about: 'a sidecar that died while the next one runs',
      input: { inits: [sidecar, init], runtime: runtimeOf({ sidecar: 1, init: 'running' }) },
      expected: ['start sidecar'],
    },
    {
      about: 'a sidecar that died once the last init container is done',
      input: { inits: [sidecar, init], runtime: runtimeOf({ sidecar: 1, init: 0 }) },
      expected: ['start sidecar', 'start app'],
    },
    {
      about: 'a sidecar that died before the next one was made',
      input: { inits: [sidecar, init], runtime: runtimeOf({ sidecar: 1 }) },
      expected: ['start sidecar'],
    },
    {
      about: 'two sidecars that died',
      input: {
        inits: [sidecar, container('other', { restartPolicy: 'Always' })],
        runtime: runtimeOf({ sidecar: 1, other: 1 }),
      },
      expected: ['start sidecar', 'start other'],
    },
    {
      about: 'a sidecar that is not alive any more while the next one is to come',
      input: {
        inits: [sidecar, init],
        runtime: runtimeOf({ sidecar: 'running' }),
        verdicts: { sidecar: 'livenessFailed' },
      },
      expected: ['kill: Init container sidecar failed liveness probe', 'start sidecar', 'start init'],
    },
    {
      about: 'an app that has ended behind a sidecar that has died',
      input: { inits: [sidecar], runtime: runtimeOf({ sidecar: 1, app: 1 }) },
      expected: ['start sidecar'],
    },
    {
      about: 'init containers of a sandbox that is gone',
      input: { inits: [init, container('second')], runtime: inNewSandbox({ init: 0, second: 0, app: 1 }) },
      expected: ['start init'],
    },
    {
      about: 'a failed liveness probe',
      input: { runtime: runtimeOf({ app: 'running' }), verdicts: { app: 'livenessFailed' } },
      expected: ['kill: Container app failed liveness probe, will be restarted', 'start app'],
    },
    {
      about: 'a failed startup probe of a Pod that is not restarted',
      input: {
        policy: 'Never',
        containers: [app, container('other')],
        runtime: runtimeOf({ app: 'running', other: 'running' }),
        verdicts: { app: 'startupFailed' },
      },
      expected: ['kill: Container app failed startup probe'],
    },
    {
      about: 'a failed startup probe of a sidecar',
      input: { inits: [sidecar], runtime: runtimeOf({ sidecar: 'running' }), verdicts: { sidecar: 'startupFailed' } },
      expected: ['kill: Init container sidecar failed startup probe', 'start sidecar'],
    },
    {
      about: 'another image',
      input: { containers: [container('app', { image: 'busybox:1.36' })], runtime: runtimeOf({ app: 'running' }) },
      expected: ['kill: Container app definition changed, will be restarted', 'start app'],
    },
    {
      about: 'a sandbox that has died',
      input: { inits: [init], runtime: runtimeOf({ init: 0, app: 'running' }, 'notReady') },
      expected: ['kill pod', 'create sandbox', 'start init'],
    },
    {
      about: 'a sandbox that has died before its Pod came as far as the app, and may not be made again',
      input: { policy: 'Never', inits: [init], runtime: runtimeOf({ init: 0 }, 'notReady') },
      expected: ['kill pod'],
    },
    {
      about: 'a sandbox that has died with a container that is never started again by itself',
      input: {
        containers: [app, container('once', { restartPolicy: 'Never' })],
        runtime: runtimeOf({ app: 'running', once: 0 }, 'notReady'),
      },
      expected: ['kill pod', 'create sandbox', 'start app', 'start once'],
    },
    {
      about: 'a sandbox that has died with one that is done',
      input: {
        policy: 'OnFailure',
        containers: [app, container('done')],
        runtime: runtimeOf({ app: 1, done: 0 }, 'notReady'),
      },
      expected: ['kill pod', 'create sandbox', 'start app'],
    },
    {
      about: 'a sandbox that is gone with a Pod that is over',
      input: { policy: 'Never', runtime: runtimeOf({ app: 0 }, 'notReady') },
      expected: ['kill pod'],
    },
  ])('for $about', ({ input, expected }) => {
    expect(decide(input)).toEqual(expected);
  });
});
