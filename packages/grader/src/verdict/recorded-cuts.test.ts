import type { ProvenLab } from '@podlab/lab-format';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRealLab } from '../testing/load-real-lab.ts';
import { recordedLogOf, recordedRuns } from '../testing/recorded-run.ts';
import { cutRun, replayRun, runOf } from '../testing/replay-run.ts';

let lab: ProvenLab;
beforeAll(async () => {
  lab = await loadRealLab('replaced-not-restarted');
});

const watches = ['pods', 'replicasets', 'deployments', 'nodes'];

describe('attempts that were recorded on a real cluster', () => {
  it('are all the attempts of the lab', () => {
    const attempts = [...lab.solutions, ...lab.mistakes].map(({ id }) => id);
    expect(recordedRuns.toSorted()).toEqual(['untouched', ...attempts].toSorted());
  });

  it.each(recordedRuns)('get the verdict that the proof names: %s', (attempt) => {
    const { report } = replayRun(lab, runOf(recordedLogOf(attempt)));
    const isSolution = lab.solutions.some(({ id }) => id === attempt);
    expect(report.verdict).toBe(isSolution ? 'passed' : 'notYet');
    const mistake = lab.mistakes.find(({ id }) => id === attempt);
    const results = [...report.guards, ...report.steps.flatMap((step) => step.checks)];
    const caught = results.find((check) => check.id === mistake?.caughtBy);
    expect(caught?.verdict).toBe(mistake && 'notYet');
    expect(caught?.found ?? '').toContain(mistake?.saying ?? '');
  });

  it.each(recordedRuns)('are turned neither way by a cut at any event: %s', { timeout: 120_000 }, (attempt) => {
    const run = runOf(recordedLogOf(attempt));
    const graded = replayRun(lab, run);
    const flips: string[] = [];
    for (let from = run.setUp; from < run.entries.length; from += 1) {
      for (const length of [1, 6, 30]) {
        const to = Math.min(run.entries.length, from + length) - 1;
        const { verdict } = replayRun(lab, cutRun(run, from, to, watches), { graded, same: from }).report;
        if (verdict !== graded.report.verdict && verdict !== 'inconclusive') flips.push(`${verdict}: ${from} to ${to}`);
      }
    }
    expect(flips).toEqual([]);
  });
});
