import { describe, expect, it } from 'vitest';
import { isReadinessStale, podConditions, type PodConditionsInput, withSandboxReady } from './pod-conditions.ts';
import type { ContainerStatusRecord, PodConditionRecord, StoredPod } from '../pod-types.ts';

function container(name: string, fields: Partial<ContainerStatusRecord> = {}): ContainerStatusRecord {
  return { name, state: {}, lastState: {}, ready: false, restartCount: 0, image: '', imageID: '', ...fields };
}

function conditions(spec: Partial<StoredPod['spec']>, input: Partial<PodConditionsInput>): string[] {
  const pod = {
    metadata: { name: 'web', namespace: 'default', uid: 'u', generation: 2 },
    spec: { containers: [{ name: 'app' }], ...spec },
  } as unknown as StoredPod;
  return podConditions({
    pod,
    phase: 'Running',
    init: [],
    apps: [],
    isSandboxReady: true,
    previous: [],
    resize: [],
    isRestartingAll: false,
    nowMs: 60_000,
    ...input,
  }).map(({ type, status, reason, message }) => [type, status, reason, message].filter(Boolean).join(' '));
}

const readyApp = container('app', { ready: true, state: { running: {} } });

describe('podConditions', () => {
  it.each<{ about: string; spec?: Partial<StoredPod['spec']>; input: Partial<PodConditionsInput>; expected: string[] }>(
    [
      {
        about: 'a ready Pod',
        input: { apps: [readyApp] },
        expected: [
          'PodReadyToStartContainers True',
          'Initialized True',
          'Ready True',
          'ContainersReady True',
          'PodScheduled True',
        ],
      },
      {
        about: 'a Pod whose sandbox is being made',
        input: { apps: [container('app')], phase: 'Pending', isSandboxReady: false },
        expected: [
          'PodReadyToStartContainers False',
          'Initialized True',
          'Ready False ContainersNotReady containers with unready status: [app]',
          'ContainersReady False ContainersNotReady containers with unready status: [app]',
          'PodScheduled True',
        ],
      },
      {
        about: 'a Pod that is initialising',
        spec: { initContainers: [{ name: 'a' }, { name: 'b', restartPolicy: 'Always' }] },
        input: { phase: 'Pending', init: [container('a'), container('b')], apps: [container('app')] },
        expected: [
          'PodReadyToStartContainers True',
          'Initialized False ContainersNotInitialized containers with incomplete status: [a b]',
          'Ready False ContainersNotReady containers with unready status: [b app]',
          'ContainersReady False ContainersNotReady containers with unready status: [b app]',
          'PodScheduled True',
        ],
      },
      {
        about: 'a Pod that has succeeded',
        input: { phase: 'Succeeded', apps: [container('app')], isSandboxReady: false },
        expected: [
          'PodReadyToStartContainers False',
          'Initialized True PodCompleted',
          'Ready False PodCompleted',
          'ContainersReady False PodCompleted',
          'PodScheduled True',
        ],
      },
      {
        about: 'a Pod that has failed',
        input: { phase: 'Failed', apps: [container('app')] },
        expected: [
          'PodReadyToStartContainers True',
          'Initialized True',
          'Ready False PodFailed',
          'ContainersReady False PodFailed',
          'PodScheduled True',
        ],
      },
      {
        about: 'a Pod with a readiness gate that nobody has opened',
        spec: { readinessGates: [{ conditionType: 'example.com/gate' }] },
        input: { apps: [readyApp] },
        expected: [
          'PodReadyToStartContainers True',
          'Initialized True',
          'Ready False ReadinessGatesNotReady corresponding condition of pod readiness gate "example.com/gate" does not exist.',
          'ContainersReady True',
          'PodScheduled True',
        ],
      },
    ],
  )('of $about', ({ spec = {}, input, expected }) => {
    expect(conditions(spec, input)).toEqual(expected);
  });

  it('keep the conditions of others in front, and the time of what has not changed', () => {
    const previous: PodConditionRecord[] = [
      { type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: '1970-01-01T00:00:01Z' },
      { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: '1970-01-01T00:00:02Z' },
      { type: 'DisruptionTarget', status: 'True', lastProbeTime: null, reason: 'EvictionByEvictionAPI' },
    ];
    const pod = {
      metadata: { uid: 'u', generation: 3 },
      spec: { containers: [{ name: 'app' }] },
    } as unknown as StoredPod;
    const result = podConditions({
      pod,
      phase: 'Running',
      init: [],
      apps: [container('app')],
      isSandboxReady: true,
      previous,
      isRestartingAll: false,
      resize: [],
      nowMs: 60_000,
    });
    expect(result.map(({ type }) => type)[0]).toBe('DisruptionTarget');
    const transition = (type: string) => result.find((condition) => condition.type === type)?.lastTransitionTime;
    expect(transition('Ready')).toBe('1970-01-01T00:01:00Z');
    expect(transition('PodScheduled')).toBe('1970-01-01T00:00:02Z');
    expect(result.at(-1)?.observedGeneration).toBe(3);
  });
});

it('the condition of a restart of all containers alone names no generation', () => {
  const pod = {
    metadata: { uid: 'u', generation: 3 },
    spec: {
      containers: [{ name: 'app', restartPolicyRules: [{ action: 'RestartAllContainers' }] }],
    },
  } as unknown as StoredPod;
  const usual = {
    phase: 'Running',
    init: [],
    apps: [readyApp],
    isSandboxReady: true,
    previous: [],
    resize: [],
  } as const;
  const result = podConditions({ ...usual, pod, isRestartingAll: false, nowMs: 60_000 });
  expect(result.filter(({ observedGeneration }) => observedGeneration !== 3)).toEqual([
    {
      type: 'AllContainersRestarting',
      status: 'False',
      lastProbeTime: null,
      lastTransitionTime: '1970-01-01T00:01:00Z',
    },
  ]);
});

describe('isReadinessStale', () => {
  const gate = 'example.com/gate';
  const unknown = `corresponding condition of pod readiness gate "${gate}" does not exist.`;
  const shut = `the status of pod readiness gate "${gate}" is not "True", but False`;

  it.each<[string, string | undefined, { status: string; message?: string } | undefined, boolean]>([
    ['a gate that is opened', 'True', { status: 'False', message: shut }, true],
    ['a gate that is open', 'True', { status: 'True' }, false],
    ['a gate that is shut', 'False', { status: 'True' }, true],
    ['a gate that somebody has shut for the first time', 'False', { status: 'False', message: unknown }, true],
    ['a gate that is not there', undefined, { status: 'False', message: unknown }, false],
    ['a Pod of which the kubelet has said nothing yet', 'True', undefined, false],
  ])('of %s', (_, opened, ready, expected) => {
    const conditions = [
      ...(opened === undefined ? [] : [{ type: gate, status: opened }]),
      ...(ready ? [{ type: 'Ready', ...ready }] : []),
    ];
    const pod = {
      metadata: { name: 'web', uid: 'u' },
      spec: { containers: [{ name: 'app' }], readinessGates: [{ conditionType: gate }] },
      status: { phase: 'Running', conditions, containerStatuses: [readyApp] },
    } as unknown as StoredPod;
    expect(isReadinessStale(pod)).toBe(expected);
    expect(isReadinessStale({ ...pod, spec: { containers: pod.spec.containers } })).toBe(false);
  });
});

describe('a sandbox that has become ready', () => {
  const pod = { metadata: { generation: 2 }, spec: { containers: [] } } as unknown as StoredPod;
  const since = '2026-11-24T12:00:00Z';
  const condition = (type: string, status: string, lastTransitionTime: string) =>
    ({ type, observedGeneration: 2, status, lastProbeTime: null, lastTransitionTime }) as PodConditionRecord;
  const scheduled = condition('PodScheduled', 'True', since);
  const nowMs = Date.UTC(2026, 10, 24, 12, 0, 3);
  const shown = condition('PodReadyToStartContainers', 'True', '2026-11-24T12:00:03Z');

  it('is told in its place, and nothing else is', () => {
    const previous = [condition('PodReadyToStartContainers', 'False', since), scheduled];
    expect(withSandboxReady(pod, previous, nowMs)).toEqual([shown, scheduled]);
  });

  it('is told last where it was not told of before', () => {
    expect(withSandboxReady(pod, [scheduled], nowMs)).toEqual([scheduled, shown]);
  });

  it('was ready before: since then', () => {
    const previous = [condition('PodReadyToStartContainers', 'True', since)];
    expect(withSandboxReady(pod, previous, nowMs)).toEqual(previous);
  });
});
