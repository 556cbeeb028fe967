import { describe, expect, it } from 'vitest';
import type { ContainerStatusRecord, PodPhase, PodStatusRecord } from '../pod-types.ts';
import { hasInitialized, terminatedStatus } from './terminated-status.ts';

/** `waiting`, `exit 0`, or `exit 1, waiting` for one that waits to be started again. */
function container(text: string): ContainerStatusRecord {
  const [first = '', second] = text.split(', ');
  const state = (words: string) =>
    words === 'waiting'
      ? { waiting: { reason: 'CrashLoopBackOff' } }
      : { terminated: { exitCode: Number(words.replace('exit ', '')), reason: 'Completed' } };
  return {
    name: 'app',
    image: 'app',
    imageID: '',
    ready: false,
    restartCount: 0,
    state: state(second ?? first),
    lastState: second ? state(first) : {},
  };
}

function told({ phase, initContainerStatuses = [], containerStatuses = [] }: PodStatusRecord): string {
  const ends = [...initContainerStatuses, ...containerStatuses].map(
    ({ state }) => state.terminated?.exitCode ?? state.waiting?.reason,
  );
  return [phase, ...ends].join(' ');
}

describe('terminatedStatus', () => {
  it.each<[about: string, phase: PodPhase, init: string[], apps: string[], expected: string]>([
    ['a container that never ran has failed', 'Pending', [], ['waiting'], 'Failed 137'],
    ['one that ended is left as it is', 'Succeeded', [], ['exit 0'], 'Succeeded 0'],
    ['one that waited to run again has failed', 'Succeeded', [], ['exit 0', 'exit 1, waiting'], 'Succeeded 0 137'],
    [
      'the first init container failed, those behind it were not tried',
      'Pending',
      ['waiting', 'waiting'],
      ['waiting'],
      'Failed 137 CrashLoopBackOff CrashLoopBackOff',
    ],
    [
      'an init container that is tried again and again failed',
      'Pending',
      ['exit 0', 'exit 1, waiting', 'waiting'],
      ['waiting'],
      'Failed 0 137 CrashLoopBackOff CrashLoopBackOff',
    ],
    ['behind init containers that ended well, apps have failed', 'Pending', ['exit 0'], ['waiting'], 'Failed 0 137'],
  ])('%s', (_, phase, init, apps, expected) => {
    const status = {
      phase,
      ...(init.length > 0 && { initContainerStatuses: init.map(container) }),
      containerStatuses: apps.map(container),
    };
    expect(told(terminatedStatus(status, init.length === 0 || hasInitialized(status, false)))).toBe(expected);
  });

  it('counts a last sidecar that has started as initialised', () => {
    const status = (started: boolean) => ({
      phase: 'Pending' as const,
      initContainerStatuses: [{ ...container('waiting'), started }],
      containerStatuses: [container('waiting')],
    });
    expect(hasInitialized(status(true), true)).toBe(true);
    expect(hasInitialized(status(false), true)).toBe(false);
  });

  it('leaves apps waiting where the init containers were not done when the Pod was told to go', () => {
    const status = { phase: 'Pending' as const, initContainerStatuses: [container('exit 0')] };
    expect(told(terminatedStatus({ ...status, containerStatuses: [container('waiting')] }, false))).toBe(
      'Failed 0 CrashLoopBackOff',
    );
    expect(hasInitialized({}, false)).toBe(false);
  });

  it('leaves a Pod that its node did not take on without containers', () => {
    expect(terminatedStatus({ phase: 'Failed' }, false)).toEqual({ phase: 'Failed' });
  });
});
