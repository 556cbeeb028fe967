import { deepEqual } from '@podlab/apimachinery';
import type { Lab } from '@podlab/lab-format';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createHistory, type History } from '../history/history.ts';
import type { NewEntry } from '../history/log.ts';
import { createMemoryLog } from '../history/memory-log.ts';
import { logOf, toldRuns } from '../testing/lab-runs.ts';
import { loadRealLab } from '../testing/load-real-lab.ts';
import { recordedEntries } from '../testing/recorded-history.ts';
import { recordedLogOf, recordedRuns } from '../testing/recorded-run.ts';
import { cutRun, replayRun, type Run, runOf } from '../testing/replay-run.ts';
import { RunBuilder } from '../testing/run-builder.ts';
import { judgeLab } from '../verdict/judge.ts';
import { Reading, readingOf } from './reading.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await loadRealLab('replaced-not-restarted');
});

const recordings = [
  'daemonset',
  'drain',
  'kill-versus-delete',
  'ownership',
  'rollout',
  'scale',
  'statefulset',
  'taints',
];
const watches = ['pods', 'replicasets', 'deployments', 'nodes'];
const baselines = [0, 20, 45];

/** Everything that is read off a record as it stands. */
function told(reading: Reading) {
  const { history } = reading;
  const nowMs = history.timeMs(history.length - 1) + 1000;
  const fates = baselines
    .filter((fromN) => fromN < history.length)
    .flatMap((fromN) =>
      [{}, { labels: { app: 'web' } }].map((pods) => reading.fates({ pods, fromN, includeNewcomers: true })),
    );
  return { fates, timeline: reading.timeline(), report: judgeLab({ lab, history, nowMs, reading }) };
}

/** After which entries one that is carried on says something else than one that reads all at once. */
function differences(entries: readonly NewEntry[], isCompared: (n: number) => boolean = () => true): number[] {
  const history = createHistory(createMemoryLog());
  const carried = new Reading(history);
  return entries.flatMap((entry, n) => {
    history.append(entry);
    const piece = told(carried);
    return !isCompared(n) || deepEqual(piece, told(new Reading(history))) ? [] : [n];
  });
}

/** The log of a run as it is graded: with the beginnings of steps, and what was read inside containers. */
function gradedLog(run: Run): readonly NewEntry[] {
  return replayRun(lab, run).logs.at(-1) ?? [];
}

describe('a reading that is carried on from entry to entry', () => {
  it.each(toldRuns)('says what one says that reads all at once: %s', (attempt) => {
    expect(differences(gradedLog(runOf(logOf(attempt))))).toEqual([]);
  });

  it.each(recordedRuns)('says so of an attempt on a real cluster: %s', (attempt) => {
    expect(differences(gradedLog(runOf(recordedLogOf(attempt))))).toEqual([]);
  });

  it.each(toldRuns)('says so wherever the record is cut: %s', (attempt) => {
    const run = runOf(logOf(attempt));
    const cuts = run.entries.slice(run.setUp).map((_, i) => {
      const from = run.setUp + i;
      const entries = gradedLog(cutRun(run, from, Math.min(run.entries.length, from + 9) - 1, watches));
      return differences(entries, (n) => n % 16 === 0 || n === entries.length - 1);
    });
    expect(cuts.flat()).toEqual([]);
  });
});

/** What a watch on a real cluster delivered, with all but Pods heard of late by so many entries. */
function outOfStep(entries: readonly NewEntry[], by: number): readonly NewEntry[] {
  const places = entries.map((entry, i) => ({
    entry,
    place: 'resource' in entry && entry.resource !== 'pods' ? i + by : i,
  }));
  return places.toSorted((a, b) => a.place - b.place).map(({ entry }) => entry);
}

describe('a reading of what a real cluster has shown', () => {
  it.each(recordings)('says what one says that reads all at once, however late owners are heard of: %s', (name) => {
    expect([0, 2, 7].map((by) => differences(outOfStep(recordedEntries(name), by)))).toEqual([[], [], []]);
  });
});

describe('an evaluation that goes on', () => {
  it('looks at nothing but what is new, however long the record is', () => {
    const run = RunBuilder.threePods()
      .step('restart')
      .unseen((hidden) => hidden.pod({ uid: 'a', restarts: 1 }));
    run.history.append({ type: 'stepPassed', step: 'restart', found: {}, observedAtMs: 0 });
    run.step('replace').unseen((hidden) => hidden.pod({ uid: 'a', restarts: 2 }));
    for (let i = 0; i < 200; i += 1) {
      run
        .deletePod('c', {})
        .pod({ uid: `c${i}` })
        .gone('c')
        .replicaSet('rs', 3);
      run
        .pod({ uid: 'c', ready: i % 2 === 0 })
        .deletePod(`c${i}`)
        .gone(`c${i}`);
    }
    const reading = new Reading(run.history);
    told(reading);
    run.pod({ uid: 'b', restarts: 1 });
    const [ofOne, ofAll] = [vi.spyOn(run.history, 'lane'), vi.spyOn(run.history, 'lanes')];
    const ofThen = vi.spyOn(run.history, 'objectsAt');
    const { report } = told(reading);
    expect(report.steps[1]).toMatchObject({ id: 'replace', state: 'current' });
    expect(ofOne.mock.calls.length).toBeGreaterThan(0);
    expect(ofOne.mock.calls.length).toBeLessThan(20);
    expect(ofAll).not.toHaveBeenCalled();
    expect(ofThen.mock.calls.filter(([, n]) => n !== undefined)).toEqual([]);
  });
});

describe('a lane of the timeline', () => {
  it('tells of a Pod that was on its way out before the first step', () => {
    const run = new RunBuilder().pod({ uid: 'a' }).deletePod('a').step('step');
    const reading = new Reading(run.history);
    expect(reading.timeline().lanes[0]?.end).toBeUndefined();
    run.gone('a');
    expect(reading.timeline().lanes[0]?.end).toBe('deleted');
  });

  it('stays the same object until something happens to its Pod', () => {
    const run = RunBuilder.threePods();
    const reading = new Reading(run.history);
    const before = reading.timeline().lanes;
    run.pod({ uid: 'b', restarts: 1 });
    const after = reading.timeline().lanes;
    expect(after.map((lane, i) => lane === before[i])).toEqual([true, false, true]);
  });
});

describe('a record that was begun anew or taken back', () => {
  const cutShort = (history: History) => createHistory(createMemoryLog(history.log.entries().slice(0, 8)));

  it('is read from its beginning', () => {
    const run = RunBuilder.threePods().deletePod('b').pod({ uid: 'd' }).gone('b').replicaSet('rs', 3);
    const before = new Reading(run.history);
    const fatesIn = (reading: Reading) => reading.fates({ pods: {}, fromN: 5 }).pods.map(({ fate }) => fate);
    expect(fatesIn(before)).toEqual(['untouched', 'replaced', 'untouched']);
    const back = cutShort(run.history);
    const after = readingOf(back, before);
    expect(after).not.toBe(before);
    expect(fatesIn(after)).toEqual(['untouched', 'leaving', 'untouched']);
    expect(readingOf(back, after)).toBe(after);
  });

  it('is judged as it is now, whatever was read of it before', () => {
    const run = runOf(recordedLogOf('delete-pod'));
    const whole = createHistory(createMemoryLog(replayRun(lab, run).logs.at(-1) ?? []));
    const reading = new Reading(whole);
    const at = { lab, nowMs: whole.timeMs(whole.length - 1) };
    expect(judgeLab({ ...at, history: whole, reading }).verdict).toBe('passed');
    const back = createHistory(createMemoryLog(whole.log.entries().slice(0, run.setUp + 5)));
    const report = judgeLab({ ...at, history: back, reading });
    expect(report.verdict).toBe('notYet');
    expect(report).toEqual(judgeLab({ ...at, history: back }));
  });
});
