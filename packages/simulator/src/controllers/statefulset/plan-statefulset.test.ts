import { describe, expect, it } from 'vitest';
import { aPod, aStatefulSet } from '../testing/objects.ts';
import { planStatefulSet } from './plan-statefulset.ts';

const nowMs = Date.parse('2026-11-24T00:01:00Z');
type Set = ReturnType<typeof aStatefulSet>;
type Pod = ReturnType<typeof aPod>;

/** A Pod in words: `ready` (of the new template), `old`, `pending`, `going`, `failed`, `nameless` (lost its label). */
function pod(ordinal: number, state: string): Pod {
  const name = `db-${ordinal}`;
  const labels = {
    'controller-revision-hash': state === 'old' ? 'db-1' : 'db-2',
    ...(state === 'nameless' ? {} : { 'statefulset.kubernetes.io/pod-name': name }),
  };
  return aPod({
    name,
    ready: ['ready', 'old', 'nameless', 'going'].includes(state) ? '2026-11-24T00:00:55Z' : false,
    metadata: { labels, ...(state === 'going' ? { deletionTimestamp: 'x' } : {}) },
    ...(state === 'failed' || state === 'pending'
      ? {
          status: {
            phase: state === 'failed' ? 'Failed' : 'Pending',
            conditions: [{ type: 'Ready', status: 'False' }],
          },
        }
      : {}),
  });
}

/** The plan in words: `create 0 update`, `delete 2 surplus`, `repair 1`. */
function planned(set: Set, states: readonly (string | undefined)[]): string[] {
  const pods = states.flatMap((state, ordinal) => (state ? [pod(ordinal, state)] : []));
  return planStatefulSet({ set, pods, currentRevision: 'db-1', updateRevision: 'db-2', nowMs }).map((step) => {
    if (step.action === 'create') return `create ${step.ordinal} ${step.revision}`;
    const ordinal = step.pod.metadata.name.slice(3);
    return step.action === 'delete' ? `delete ${ordinal} ${step.why}` : `repair ${ordinal}`;
  });
}

const parallel = { podManagementPolicy: 'Parallel' };
const partition = (count: number) => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: count } },
});

describe('planStatefulSet', () => {
  it.each<[string, Set, (string | undefined)[], string[]]>([
    ['the first Pod first', aStatefulSet(), [], ['create 0 update']],
    ['nothing while a Pod is not ready', aStatefulSet(), ['pending'], []],
    ['the next once it is', aStatefulSet(), ['ready'], ['create 1 update']],
    ['the missing one in between', aStatefulSet(), ['ready', undefined, 'ready'], ['create 1 update']],
    ['nothing before a deleted Pod is gone', aStatefulSet(), ['ready', 'going', 'ready'], []],
    ['the next only after minReadySeconds', aStatefulSet({ minReadySeconds: 10 }), ['ready'], []],
    ['a new start for a Pod that has ended', aStatefulSet(), ['failed', 'ready', 'ready'], ['delete 0 ended']],
    ['all at once in Parallel', aStatefulSet(parallel), [undefined, 'pending'], ['create 0 update', 'create 2 update']],
    ['the label back that a Pod has lost', aStatefulSet(), ['ready', 'nameless', 'ready'], ['repair 1']],
    ['the highest away first', aStatefulSet({ replicas: 1 }), ['ready', 'ready', 'ready'], ['delete 2 surplus']],
    ['one after the other', aStatefulSet({ replicas: 1 }), ['ready', 'ready', 'going'], []],
    [
      'none away while a lower one is not ready',
      aStatefulSet({ replicas: 1 }),
      ['ready', 'pending', 'ready'],
      ['delete 2 surplus'],
    ],
    [
      'several away in Parallel',
      aStatefulSet({ replicas: 1, ...parallel }),
      ['ready', 'ready', 'ready'],
      ['delete 2 surplus', 'delete 1 surplus'],
    ],
    ['outdated Pods from the highest', aStatefulSet(), ['old', 'old', 'old'], ['delete 2 outdated']],
    ['the next after the one before is ready', aStatefulSet(), ['old', 'old', 'ready'], ['delete 1 outdated']],
    ['nothing else until then', aStatefulSet(), ['old', 'old', 'pending'], []],
    ['no further than the partition', aStatefulSet(partition(2)), ['old', 'old', 'ready'], []],
    [
      'Pods below the partition from the old template',
      aStatefulSet(partition(2)),
      ['old', undefined, 'ready'],
      ['create 1 current'],
    ],
    ['Pods above it from the new one', aStatefulSet(partition(2)), ['old', 'old', undefined], ['create 2 update']],
    [
      'nothing outdated with OnDelete',
      aStatefulSet({ updateStrategy: { type: 'OnDelete' } }),
      ['old', 'old', 'old'],
      [],
    ],
    ['ordinals from where they start', aStatefulSet({ replicas: 1, ordinals: { start: 2 } }), [], ['create 2 update']],
    ['nothing while it is being deleted', aStatefulSet({}, { metadata: { deletionTimestamp: 'x' } }), ['old'], []],
  ])('plans %s', (_, set, states, plan) => {
    expect(planned(set, states)).toEqual(plan);
  });
});
