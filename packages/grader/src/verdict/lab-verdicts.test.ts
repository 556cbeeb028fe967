import { beforeAll, describe, expect, it } from 'vitest';
import type { ProvenLab } from '@podlab/lab-format';
import { logOf, toldRuns } from '../testing/lab-runs.ts';
import { loadRealLab } from '../testing/load-real-lab.ts';
import { replayRun, runOf } from '../testing/replay-run.ts';
import type { LabReport } from './verdict.ts';

let lab: ProvenLab;
beforeAll(async () => {
  lab = await loadRealLab('replaced-not-restarted');
});

function reportOf(attempt: string): LabReport {
  return replayRun(lab, runOf(logOf(attempt))).report;
}

function resultOf(report: LabReport, id: string) {
  return [...report.guards, ...report.steps.flatMap((step) => step.checks)].find((check) => check.id === id);
}

describe('the verdicts of replaced-not-restarted', () => {
  it('is told for every attempt', () => {
    const attempts = [...lab.solutions, ...lab.mistakes].map((attempt) => attempt.id);
    expect(toldRuns.toSorted()).toEqual(['untouched', ...attempts].toSorted());
  });

  it('says not yet when nothing was done', () => {
    const report = reportOf('untouched');
    expect(report.verdict).toBe('notYet');
    expect(resultOf(report, 'restarted-in-place')?.found).toContain('Nothing has happened to');
  });

  it('passes every solution', () => {
    for (const { id } of lab.solutions) expect([id, reportOf(id).verdict]).toEqual([id, 'passed']);
  });

  it('fails every mistake at the check that is named, with the words that are named', () => {
    for (const { id, caughtBy, saying } of lab.mistakes) {
      const report = reportOf(id);
      expect([id, report.verdict]).toEqual([id, 'notYet']);
      const result = resultOf(report, caughtBy);
      expect([id, result?.verdict]).toEqual([id, 'notYet']);
      expect(result?.found).toContain(saying);
    }
  });

  it('marks the prediction once the facts are known', () => {
    expect(resultOf(reportOf('untouched'), 'prediction')?.question?.right).toBeUndefined();
    expect(resultOf(reportOf('delete-pod'), 'prediction')?.question).toMatchObject({
      right: true,
      shown: expect.stringContaining('The Pod stayed'),
    });
  });

  it('keeps what a passed step had found', () => {
    expect(resultOf(reportOf('delete-pod'), 'restarted-in-place')?.found).toContain('restarted in place, once');
  });

  it('tells the learner which lane is which when the UID is the wrong one', () => {
    expect(resultOf(reportOf('wrong-uid'), 'new-uid')?.found).toBe(
      'aaaaaa is the Pod whose container restarted. It kept its UID: that lane runs on, with a notch. Look for the lane that begins later.',
    );
  });
});
