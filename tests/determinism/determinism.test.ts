import { type JournalEntry, journaled, replayJournal } from '@podlab/simulator';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import { chromiumPath, playInChromium } from './chromium.ts';
import { playRun, type Run } from './thousand-steps.ts';

const steps = 1_000;
const seed = 'what is done';
/** A machine that has other things to do may take long. */
const timeoutMs = 900_000;

describe('a run of a thousand steps', () => {
  const journal: JournalEntry[] = [];
  let run: Run;
  let digests: readonly string[];

  beforeAll(async () => {
    const append = (entry: JournalEntry) => journal.push(JSON.parse(JSON.stringify(entry)) as JournalEntry);
    run = playRun({ steps, seed, around: (cluster) => journaled(cluster, { values: [], append }) });
    digests = await run.digests();
  }, timeoutMs);

  it.each(['Unhealthy', 'BackOff', 'Killing', 'FailedScheduling', 'ScalingReplicaSet', 'SuccessfulCreate'])(
    'is an eventful one: there is %s',
    (reason) => {
      expect(run.cluster.snapshot().includes(`"reason":"${reason}"`)).toBe(true);
    },
  );

  it('shows the same, byte for byte, when it is made again, with or without a journal', {
    timeout: timeoutMs,
  }, async () => {
    expect(firstDifference(digests, await playRun({ steps, seed }).digests())).toBeUndefined();
  });

  it('leads to the same cluster when its journal is replayed', { timeout: timeoutMs }, () => {
    expect(replayJournal(journal).snapshot() === run.cluster.snapshot()).toBe(true);
  });

  describeNeeding('Chromium', chromiumPath !== undefined, 'in a browser', () => {
    it('shows the same as on Node', { timeout: timeoutMs }, async () => {
      expect(firstDifference(digests, await playInChromium(steps, seed))).toBeUndefined();
    });
  });
});

/** The first step at which a run parts ways with another; undefined when they are the same. */
function firstDifference(run: readonly string[], other: readonly string[]): string | undefined {
  const step = Array.from({ length: Math.max(run.length, other.length) }, (_, index) => index).find(
    (index) => run[index] !== other[index],
  );
  return step === undefined ? undefined : `${run[step]} and ${other[step]}`;
}
