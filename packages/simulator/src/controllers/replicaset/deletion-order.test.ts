import { describe, expect, it } from 'vitest';
import { aPod } from '../testing/objects.ts';
import { choosePodsToDelete } from './deletion-order.ts';

const nowMs = Date.parse('2026-11-24T01:00:00Z');
const firstOf = (pods: readonly ReturnType<typeof aPod>[], related = pods) =>
  choosePodsToDelete(pods, related, { count: 1, nowMs })[0]?.metadata.name;

const restarted = (restartCount: number) => ({
  phase: 'Running',
  containerStatuses: [{ name: 'app', restartCount, image: '', imageID: '', ready: true }],
});

describe('choosePodsToDelete', () => {
  it.each([
    ['an unassigned Pod', aPod({ name: 'it', spec: { nodeName: '' } }), aPod()],
    ['a Pending Pod', aPod({ name: 'it', status: { phase: 'Pending' } }), aPod()],
    [
      'a Pending before an Unknown one',
      aPod({ name: 'it', status: { phase: 'Pending' } }),
      aPod({ status: { phase: 'Unknown' } }),
    ],
    ['one that is not ready', aPod({ name: 'it', ready: false }), aPod()],
    [
      'the cheaper one',
      aPod({ name: 'it', metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '-5' } } }),
      aPod({ ready: '2026-11-24T00:59:59Z' }),
    ],
    ['the one that became ready last', aPod({ name: 'it', ready: '2026-11-24T00:59:00Z' }), aPod()],
    ['the one restarted most', aPod({ name: 'it', status: restarted(3) }), aPod({ status: restarted(1) })],
    [
      'the youngest, when none was ever ready',
      aPod({ name: 'it', ready: false, metadata: { creationTimestamp: '2026-11-24T00:59:00Z' } }),
      aPod({ ready: false }),
    ],
  ])('takes %s', (_, expected, other) => {
    expect(firstOf([other, expected])).toBe('it');
    expect(firstOf([expected, other])).toBe('it');
  });

  it('takes a Pod from the most crowded node before a younger one elsewhere', () => {
    const crowded = [aPod({ name: 'it' }), aPod({ ready: '2026-11-24T00:00:00Z' })];
    const lonely = aPod({ ready: '2026-11-24T00:59:59Z', spec: { nodeName: 'node-2' } });
    expect(firstOf([lonely, ...crowded])).toBe('it');
  });

  it('counts Pods of sibling ReplicaSets as crowding', () => {
    const pods = [aPod({ name: 'it' }), aPod({ ready: '2026-11-24T00:30:00Z', spec: { nodeName: 'node-2' } })];
    expect(firstOf(pods, [...pods, aPod(), aPod()])).toBe('it');
  });

  it('goes by UID among Pods whose ages are within the same power of two', () => {
    const older = aPod({ metadata: { uid: 'a', name: 'a' }, ready: '2026-11-24T00:10:00Z' });
    const younger = aPod({ metadata: { uid: 'b', name: 'b' }, ready: '2026-11-24T00:20:00Z' });
    expect(firstOf([younger, older])).toBe('a');
  });

  it('takes all when all must go', () => {
    const pods = [aPod(), aPod()];
    expect(choosePodsToDelete(pods, pods, { count: 2, nowMs })).toEqual(pods);
  });
});
