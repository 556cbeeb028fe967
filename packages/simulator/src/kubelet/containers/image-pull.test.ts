import { describe, expect, it } from 'vitest';
import { decidePull, pullFailed, pullSucceeded } from './image-pull.ts';

const base = {
  image: 'app:1',
  policy: 'IfNotPresent',
  isPresent: false,
  invalidReference: undefined,
  backoff: undefined,
  nowMs: 100_000,
};
const backoff = { delayMs: 20_000, failedAtMs: 85_000, error: 'not found' };

describe('decidePull', () => {
  it.each<[string, Partial<Parameters<typeof decidePull>[0]>, string, string[]]>([
    [
      'uses what is there',
      { isPresent: true },
      'use',
      ['Pulled: Container image "app:1" already present on machine and can be accessed by the pod'],
    ],
    ['pulls what is missing', {}, 'pull', ['Pulling: Pulling image "app:1"']],
    ['pulls always when told so', { isPresent: true, policy: 'Always' }, 'pull', ['Pulling: Pulling image "app:1"']],
    [
      'never pulls when told so',
      { policy: 'Never' },
      'ErrImageNeverPull Container image "app:1" is not present with pull policy of Never',
      [
        'ErrImageNeverPull: Container image "app:1" is not present with pull policy of Never',
        'Failed: Error: ErrImageNeverPull',
      ],
    ],
    [
      'backs off after a failed pull',
      { backoff },
      'ImagePullBackOff Back-off pulling image "app:1": ErrImagePull: not found',
      ['BackOff: Back-off pulling image "app:1"', 'Failed: Error: ImagePullBackOff'],
    ],
    ['pulls again after the window', { backoff, nowMs: 105_000 }, 'pull', ['Pulling: Pulling image "app:1"']],
    [
      'refuses a name that is none',
      { image: 'App:1', invalidReference: 'bad' },
      'InvalidImageName Failed to apply default image tag "App:1": bad',
      ['InspectFailed: Failed to apply default image tag "App:1": bad', 'Failed: Error: InvalidImageName'],
    ],
  ])('%s', (_, input, outcome, events) => {
    const decision = decidePull({ ...base, ...input });
    const said =
      decision.action === 'refuse' ? `${decision.failure.reason} ${decision.failure.message}` : decision.action;
    expect(said).toBe(outcome);
    expect(decision.events.map(({ reason, message }) => `${reason}: ${message}`)).toEqual(events);
  });

  it('doubles the window from 10 s to 300 s', () => {
    let current: Parameters<typeof pullFailed>[2];
    const windows = Array.from({ length: 7 }, () => {
      current = pullFailed('app:1', 'no', current, 0).backoff;
      return current.delayMs / 1000;
    });
    expect(windows).toEqual([10, 20, 40, 80, 160, 300, 300]);
  });

  it('tells of success as containerd measures it', () => {
    expect(pullSucceeded('app:1', 42, 2123).message).toBe(
      'Successfully pulled image "app:1" in 2.123s (2.123s including waiting). Image size: 42 bytes.',
    );
  });
});
