import { describe, expect, it } from 'vitest';
import { aJob, aJobPod } from '../testing/objects.ts';
import { countReleased, noteEnds } from './count-ends.ts';
import { noFailures } from './failure-backoff.ts';
import { observeJob } from './observe-job.ts';

const failed = { succeeds: false, reason: 'r', message: 'm' };
const note = (job: ReturnType<typeof aJob>, pods: ReturnType<typeof aJobPod>[], outcome?: typeof failed) => {
  const { counters, release } = noteEnds(observeJob(job, pods, noFailures, 0), outcome);
  return { counters, released: release.length };
};

describe('noteEnds', () => {
  it('notes who has succeeded and who has failed, and lets them go', () => {
    const [good, bad, busy] = [aJobPod('Succeeded'), aJobPod('Failed'), aJobPod('Running')];
    expect(note(aJob(), [good, bad, busy])).toMatchObject({
      counters: { uncountedTerminatedPods: { succeeded: [good.metadata.uid], failed: [bad.metadata.uid] } },
      released: 2,
    });
  });

  it('notes nobody twice', () => {
    const good = aJobPod('Succeeded');
    const job = aJob({}, { uncountedTerminatedPods: { succeeded: [good.metadata.uid] } });
    expect(note(job, [good]).counters.uncountedTerminatedPods).toEqual({ succeeded: [good.metadata.uid] });
  });

  it('takes what still runs as failed when the Job has failed', () => {
    const busy = aJobPod('Running');
    expect(note(aJob(), [busy], failed)).toMatchObject({
      counters: { uncountedTerminatedPods: { failed: [busy.metadata.uid] } },
      released: 1,
    });
    expect(note(aJob(), [busy], { ...failed, succeeds: true })).toMatchObject({
      counters: { uncountedTerminatedPods: {} },
      released: 1,
    });
  });

  it('notes indexes of an Indexed Job, not UIDs', () => {
    const job = aJob({ completionMode: 'Indexed', completions: 5 }, { completedIndexes: '0' });
    expect(note(job, [aJobPod('Succeeded', { index: 1 }), aJobPod('Succeeded', { index: 3 })]).counters).toMatchObject({
      succeeded: 3,
      completedIndexes: '0,1,3',
      uncountedTerminatedPods: {},
    });
  });

  it('keeps a failed Pod until its index has a successor', () => {
    const job = aJob({ completionMode: 'Indexed', completions: 2, backoffLimitPerIndex: 2 });
    const lost = aJobPod('Failed', { index: 0, failures: 0 });
    expect(note(job, [lost]).released).toBe(0);
    expect(note(job, [lost, aJobPod('Running', { index: 0, failures: 1 })]).released).toBe(1);
  });
});

describe('countReleased', () => {
  it('counts those whose finalizer is off', () => {
    const status = { succeeded: 1, uncountedTerminatedPods: { succeeded: ['a', 'b'], failed: ['c'] } };
    expect(countReleased(status, new Set(['b']))).toMatchObject({
      succeeded: 2,
      failed: 1,
      uncountedTerminatedPods: { succeeded: ['b'] },
    });
  });
});
