import { describe, expect, it } from 'vitest';
import { aJob, aJobPod } from '../testing/objects.ts';
import { type FailureRecord, noFailures } from './failure-backoff.ts';
import { observeJob } from './observe-job.ts';
import { planPods } from './plan-pods.ts';

const nowMs = Date.parse('2026-11-24T00:01:00Z');
type Job = ReturnType<typeof aJob>;
type Pods = ReturnType<typeof aJobPod>[];

/** `create 0,1`, `delete 2`, `wait 9000` or `none`. */
function planned(job: Job, pods: Pods, failures: FailureRecord = noFailures): string {
  const plan = planPods(observeJob(job, pods, failures, nowMs));
  switch (plan.action) {
    case 'create':
      return `create ${plan.indexes.map((index) => index ?? 'x').join(',')}`;
    case 'delete':
      return `delete ${plan.pods.map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-completion-index'] ?? 'x').join(',')}`;
    case 'wait':
      return `wait ${plan.remainingMs}`;
    case 'none':
      return 'none';
  }
}

const indexed = { completionMode: 'Indexed', completions: 4, parallelism: 2 };
const running = (index?: number) => aJobPod('Running', index === undefined ? {} : { index });
const deleted = aJobPod('Running', {
  metadata: { deletionTimestamp: 'x', finalizers: ['batch.kubernetes.io/job-tracking'] },
});

describe('planPods', () => {
  it.each<[string, Job, Pods, string]>([
    ['as many as may run at once', aJob({ completions: 5, parallelism: 2 }), [], 'create x,x'],
    ['no more than are needed', aJob({ completions: 5, parallelism: 3 }, { succeeded: 4 }), [], 'create x'],
    ['those that are missing', aJob({ completions: 5, parallelism: 3 }), [running()], 'create x,x'],
    ['nothing when all run', aJob(), [running()], 'none'],
    ['one less when parallelism shrinks', aJob({ completions: 5, parallelism: 1 }), [running(), running()], 'delete x'],
    ['all of a suspended Job', aJob({ suspend: true, completions: 2 }), [running(), running()], 'delete x,x'],
    ['workers of a queue until one succeeds', aJobWithoutCompletions(3), [running()], 'create x,x'],
    ['no more workers after that', aJobWithoutCompletions(3, 1), [running()], 'none'],
    ['a successor of a Pod that terminates', aJob(), [deleted], 'create x'],
    ['none before it has failed, if so wanted', aJob({ podReplacementPolicy: 'Failed' }), [deleted], 'none'],
    ['the lowest free indexes', aJob({ ...indexed }, { completedIndexes: '0,2' }), [running(1)], 'create 3'],
    ['no second Pod for an index', aJob({ ...indexed }), [running(1), running(1)], 'delete 1'],
    ['no Pod beyond the last index', aJob({ ...indexed }), [running(0), running(7)], 'delete 7'],
    [
      'an index that waits for its own failures',
      aJob({ ...indexed, completions: 1, backoffLimitPerIndex: 3 }),
      [aJobPod('Failed', { index: 0, failures: 1, finishedAt: '2026-11-24T00:00:50Z' })],
      'wait 10000',
    ],
    [
      'other indexes meanwhile',
      aJob({ ...indexed, backoffLimitPerIndex: 3 }),
      [aJobPod('Failed', { index: 0, failures: 1, finishedAt: '2026-11-24T00:00:50Z' })],
      'create 1',
    ],
  ])('plans %s', (_, job, pods, plan) => {
    expect(planned(job, pods)).toBe(plan);
  });

  it('waits after a failure', () => {
    expect(planned(aJob(), [], { failures: 2, lastFailureMs: nowMs - 11_000 })).toBe('wait 9000');
  });
});

function aJobWithoutCompletions(parallelism: number, succeeded = 0): Job {
  const job = aJob({ parallelism }, { succeeded });
  const { completions: _completions, ...spec } = job.spec ?? { template: {} };
  return { ...job, spec };
}
