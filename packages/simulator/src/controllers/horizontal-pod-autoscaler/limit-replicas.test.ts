import { describe, expect, it } from 'vitest';
import { limitByBehavior, limitByDefault, stabilise } from './limit-replicas.ts';

const nowMs = 1_000_000;
const ago = (seconds: number, count: number) => ({ timeMs: nowMs - seconds * 1000, count });

describe('without rules of the user', () => {
  it.each([
    [3, { current: 2, min: 1, max: 10 }, 3, 'DesiredWithinRange'],
    [20, { current: 2, min: 1, max: 10 }, 4, 'ScaleUpLimit'],
    [20, { current: 6, min: 1, max: 10 }, 10, 'TooManyReplicas'],
    [0, { current: 2, min: 1, max: 10 }, 1, 'TooFewReplicas'],
  ])('wanting %i with %j gives %i, %s', (desired, bounds, replicas, reason) => {
    expect(limitByDefault(desired, bounds)).toMatchObject({ replicas, reason });
  });

  it.each([
    ['the highest of five minutes', 1, [ago(299, 5), ago(100, 3)], 5, 'ScaleDownStabilized'],
    ['nothing older', 1, [ago(301, 5)], 1, 'ReadyForNewScale'],
    ['what is higher now, at once', 8, [ago(100, 3)], 8, 'ReadyForNewScale'],
  ])('goes by %s', (_about, desired, proposals, replicas, reason) => {
    expect(stabilise(desired, 5, proposals, { behavior: undefined, nowMs })).toMatchObject({ replicas, reason });
  });
});

describe('with rules of the user', () => {
  const percent = (value: number, periodSeconds = 60) => ({ type: 'Percent', value, periodSeconds });
  const pods = (value: number, periodSeconds = 60) => ({ type: 'Pods', value, periodSeconds });
  const bounds = { current: 10, min: 1, max: 100 };
  const none = { up: [], down: [] };

  it.each([
    ['the larger of two policies', { policies: [pods(2), percent(50)], selectPolicy: 'Max' }, none, 15],
    ['the smaller of two policies', { policies: [pods(2), percent(50)], selectPolicy: 'Min' }, none, 12],
    [
      'what was added in the period already',
      { policies: [pods(4)], selectPolicy: 'Max' },
      { up: [ago(30, 3)], down: [] },
      11,
    ],
    [
      'what was added before the period',
      { policies: [pods(4)], selectPolicy: 'Max' },
      { up: [ago(90, 3)], down: [] },
      14,
    ],
    ['nothing when it is disabled', { policies: [pods(4)], selectPolicy: 'Disabled' }, none, 10],
  ])('grows by %s', (_about, scaleUp, changes, replicas) => {
    expect(limitByBehavior(50, bounds, { behavior: { scaleUp }, changes, nowMs }).replicas).toBe(replicas);
  });

  it.each([
    ['the larger of two policies', { policies: [pods(2), percent(50)], selectPolicy: 'Max' }, 5],
    ['the smaller of two policies', { policies: [pods(2), percent(50)], selectPolicy: 'Min' }, 8],
  ])('shrinks by %s', (_about, scaleDown, replicas) => {
    expect(limitByBehavior(1, bounds, { behavior: { scaleDown }, changes: none, nowMs }).replicas).toBe(replicas);
  });

  it.each([
    [
      'waits to grow for the lowest of its window',
      20,
      { scaleUp: { stabilizationWindowSeconds: 60 } },
      [ago(30, 12)],
      12,
    ],
    [
      'waits to shrink for the highest of its window',
      1,
      { scaleDown: { stabilizationWindowSeconds: 60 } },
      [ago(30, 8)],
      8,
    ],
    ['shrinks at once without a window', 1, { scaleDown: { stabilizationWindowSeconds: 0 } }, [ago(30, 8)], 1],
  ])('%s', (_about, desired, behavior, proposals, replicas) => {
    expect(stabilise(desired, 10, proposals, { behavior, nowMs }).replicas).toBe(replicas);
  });
});
