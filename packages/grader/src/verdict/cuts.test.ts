import { beforeAll, describe, expect, it } from 'vitest';
import type { Lab } from '@podlab/lab-format';
import { logOf, toldRuns } from '../testing/lab-runs.ts';
import { loadRealLab } from '../testing/load-real-lab.ts';
import { cutRun, replayRun, type Run, runOf } from '../testing/replay-run.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await loadRealLab('replaced-not-restarted');
});

const watches: readonly (readonly string[])[] = [
  ['pods', 'replicasets', 'deployments', 'nodes'],
  ['pods'],
  ['replicasets', 'deployments'],
];

/** Every beginning is tried, and of the ends enough to meet each event that may hide another. */
const lengths = [2, 9, 31];

/** Every cut of a run whose verdict then is neither the same nor `inconclusive`. */
function flips(run: Run): string[] {
  const graded = replayRun(lab, run);
  const whole = graded.report.verdict;
  const found: string[] = [];
  for (const resources of watches) {
    for (let from = run.setUp; from < run.entries.length; from += 1) {
      for (const length of lengths) {
        const to = from + length - 1;
        if (to >= run.entries.length) break;
        const { verdict } = replayRun(lab, cutRun(run, from, to, resources), { graded, same: from }).report;
        if (verdict !== whole && verdict !== 'inconclusive') {
          found.push(`${whole} became ${verdict} without ${resources.join(', ')} from ${from} to ${to}`);
        }
      }
    }
  }
  return found;
}

describe('a cut in the record', () => {
  it.each(toldRuns)('turns no pass into a fail and no fail into a pass: %s', { timeout: 120_000 }, (attempt) => {
    expect(flips(runOf(logOf(attempt)))).toEqual([]);
  });
});
