import { describe, expect, it } from 'vitest';
import { entryAt, recordedHistory } from '../testing/recorded-history.ts';
import { classifyFates } from './classify-fates.ts';

describe('classifyFates on recordings of a real cluster', () => {
  it.each<[string, string, number, number, Record<string, number>]>([
    [
      'a killed PID 1, then a deleted Pod',
      'kill-versus-delete',
      4000,
      Infinity,
      { restarted: 1, replaced: 1, untouched: 1 },
    ],
    ['a deleted Pod alone', 'kill-versus-delete', 6000, Infinity, { replaced: 1, untouched: 2 }],
    ['scaling up and down', 'scale', 5500, Infinity, { untouched: 2, scaledAway: 1 }],
    ['scaling down', 'scale', 9200, Infinity, { untouched: 2, scaledAway: 3 }],
    ['a label taken off', 'ownership', 3600, 7000, { released: 1, untouched: 2 }],
    ['a bare Pod adopted, one too many', 'ownership', 7000, 13_000, { untouched: 3, scaledAway: 1 }],
    [
      'orphaned by the Deployment, deleted with the ReplicaSet',
      'ownership',
      13_000,
      Infinity,
      { untouched: 1, goneForGood: 2 },
    ],
    ['a drain', 'drain', 3650, Infinity, { untouched: 2, replaced: 2, goneForGood: 1 }],
    ['the Eviction API', 'eviction-pdb', 5000, Infinity, { untouched: 2, replaced: 1 }],
    ['a NoExecute taint', 'taints', 3400, Infinity, { untouched: 2, replaced: 4, goneForGood: 1 }],
    ['a StatefulSet Pod deleted', 'statefulset', 13_000, 22_000, { untouched: 2, replaced: 1 }],
    ['a StatefulSet rolled out', 'statefulset', 22_000, 38_000, { rolledOut: 3 }],
    ['a StatefulSet scaled down', 'statefulset', 39_500, Infinity, { untouched: 1, scaledAway: 1 }],
    ['a Deployment rolled out', 'rollout', 4000, 12_000, { rolledOut: 3 }],
    ['an image patched in place', 'immutable', 2600, 8000, { restarted: 1 }],
  ])('%s', (_, recording, fromMs, toMs, expected) => {
    const history = recordedHistory(recording);
    const window = { pods: {}, fromN: entryAt(history, fromMs), toN: entryAt(history, toMs) };
    const counts: Record<string, number> = {};
    for (const { fate } of classifyFates(history, window).pods) counts[fate] = (counts[fate] ?? 0) + 1;
    expect(counts).toEqual(expected);
  });
});
