import { describe, expect, it } from 'vitest';
import { aJob, aJobPod } from '../testing/objects.ts';
import { decideOutcome, isComplete } from './decide-outcome.ts';
import { noFailures } from './failure-backoff.ts';
import { observeJob } from './observe-job.ts';

const nowMs = Date.parse('2026-11-24T00:01:00Z');
const observe = (job: ReturnType<typeof aJob>, pods: ReturnType<typeof aJobPod>[]) =>
  observeJob(job, pods, noFailures, nowMs);
const onFailure = { restartPolicy: 'OnFailure', containers: [] };
const restarted = (restartCount: number) => {
  const pod = aJobPod('Running');
  const status = { name: 'app', image: '', imageID: '', ready: true, restartCount };
  return { ...pod, status: { ...pod.status, containerStatuses: [status] } };
};
const indexed = { completionMode: 'Indexed', completions: 4, parallelism: 4 };
const rule = (action: string, values: number[]) => ({ action, onExitCodes: { operator: 'In', values } });

describe('decideOutcome', () => {
  it.each([
    ['goes on below the back-off limit', aJob({ backoffLimit: 1 }), [aJobPod('Failed')], undefined],
    ['fails above it', aJob({ backoffLimit: 1 }, { failed: 1 }), [aJobPod('Failed')], 'BackoffLimitExceeded'],
    [
      'counts deleted Pods as failed',
      aJob({ backoffLimit: 0 }),
      [aJobPod('Running', { metadata: { deletionTimestamp: 'x', finalizers: ['batch.kubernetes.io/job-tracking'] } })],
      'BackoffLimitExceeded',
    ],
    [
      'does not where only failed Pods are replaced',
      aJob({ backoffLimit: 0, podReplacementPolicy: 'Failed' }),
      [aJobPod('Running', { metadata: { deletionTimestamp: 'x', finalizers: ['batch.kubernetes.io/job-tracking'] } })],
      undefined,
    ],
    [
      'counts restarts under OnFailure',
      aJob({ backoffLimit: 2, template: { spec: onFailure } }),
      [restarted(2)],
      'BackoffLimitExceeded',
    ],
    ['lets fewer restarts pass', aJob({ backoffLimit: 2, template: { spec: onFailure } }), [restarted(1)], undefined],
    [
      'takes one restart as too many without retries',
      aJob({ backoffLimit: 0, template: { spec: onFailure } }),
      [restarted(1)],
      'BackoffLimitExceeded',
    ],
    [
      'ends at the deadline',
      aJob({ activeDeadlineSeconds: 60 }, { startTime: '2026-11-24T00:00:00Z' }),
      [aJobPod('Running')],
      'DeadlineExceeded',
    ],
    [
      'not while it is suspended',
      aJob({ activeDeadlineSeconds: 60, suspend: true }, { startTime: '2026-11-24T00:00:00Z' }),
      [],
      undefined,
    ],
    [
      'fails at an exit code of its policy',
      aJob({ podFailurePolicy: { rules: [rule('FailJob', [42])] } }),
      [aJobPod('Failed', { exitCode: 42 })],
      'PodFailurePolicy',
    ],
    [
      'goes by the first rule that matches',
      aJob({ backoffLimit: 0, podFailurePolicy: { rules: [rule('Ignore', [42]), rule('FailJob', [42])] } }),
      [aJobPod('Failed', { exitCode: 42 })],
      undefined,
    ],
    [
      'fails once all indexes are settled and one has failed',
      aJob({ ...indexed, completions: 2, backoffLimitPerIndex: 0 }),
      [aJobPod('Failed', { index: 0, failures: 0 }), aJobPod('Succeeded', { index: 1 })],
      'FailedIndexes',
    ],
    [
      'waits for the other indexes before',
      aJob({ ...indexed, completions: 2, backoffLimitPerIndex: 0 }),
      [aJobPod('Failed', { index: 0, failures: 0 }), aJobPod('Running', { index: 1 })],
      undefined,
    ],
    [
      'fails with more failed indexes than it may have',
      aJob({ ...indexed, backoffLimitPerIndex: 0, maxFailedIndexes: 0 }),
      [aJobPod('Failed', { index: 0, failures: 0 })],
      'MaxFailedIndexesExceeded',
    ],
    [
      'tries an index again below its limit',
      aJob({ ...indexed, backoffLimitPerIndex: 1, maxFailedIndexes: 0 }),
      [aJobPod('Failed', { index: 0, failures: 0 })],
      undefined,
    ],
    [
      'succeeds by its success policy',
      aJob({ ...indexed, successPolicy: { rules: [{ succeededIndexes: '0-1', succeededCount: 1 }] } }),
      [aJobPod('Succeeded', { index: 1 }), aJobPod('Running', { index: 0 })],
      'SuccessPolicy',
    ],
    [
      'needs all indexes of a rule without a count',
      aJob({ ...indexed, successPolicy: { rules: [{ succeededIndexes: '0-1' }] } }),
      [aJobPod('Succeeded', { index: 1 }), aJobPod('Running', { index: 0 })],
      undefined,
    ],
    [
      'keeps to what was decided before',
      aJob({}, { conditions: [{ type: 'FailureTarget', status: 'True', reason: 'Before', message: '' }] }),
      [aJobPod('Succeeded')],
      'Before',
    ],
  ])('%s', (_, job, pods, reason) => {
    expect(decideOutcome(observe(job, pods))?.reason).toBe(reason);
  });

  it('names the container and the rule by which a Job fails', () => {
    const job = aJob({ podFailurePolicy: { rules: [rule('FailJob', [42])] } });
    const pod = aJobPod('Failed', { exitCode: 42, metadata: { name: 'p', namespace: 'ns' } });
    expect(decideOutcome(observe(job, [pod]))?.message).toBe(
      'Container app for pod ns/p failed with exit code 42 matching FailJob rule at index 0',
    );
  });
});

describe('isComplete', () => {
  it.each([
    ['all completions reached', aJob({ completions: 2 }, { succeeded: 2 }), 0, true],
    ['one is missing', aJob({ completions: 2 }, { succeeded: 1 }), 0, false],
    ['one still runs', aJob({ completions: 1 }, { succeeded: 1 }), 1, false],
    ['nothing to do', aJob({ completions: 0 }), 0, true],
  ])('says of %s', (_, job, active, complete) => {
    expect(isComplete(observe(job, []), active)).toBe(complete);
  });
});
