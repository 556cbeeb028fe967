import type { KubeObject } from '@podlab/apimachinery';
import type { Lab } from '@podlab/lab-format';
import { createHistory, type History } from '../history/history.ts';
import type { LogEntry, NewEntry } from '../history/log.ts';
import { createMemoryLog } from '../history/memory-log.ts';
import { Reading } from '../reading/reading.ts';
import { judgeAndAdvance, startFirstStep } from '../verdict/advance.ts';
import { scopeOf } from '../verdict/judge.ts';
import { wantedReads } from '../verdict/measure.ts';
import type { LabReport } from '../verdict/verdict.ts';

/** What a run was made of, without what the grader added: it is graded anew. */
export interface Run {
  readonly entries: readonly NewEntry[];
  /** What `cat /data/token` said, by UID. */
  readonly tokens: ReadonlyMap<string, string>;
  /** Number of entries that set-up made: the lab begins after them. */
  readonly setUp: number;
}

/** Takes a log apart into what was observed and answered, and what was read inside containers. */
export function runOf(entries: readonly LogEntry[]): Run {
  const own = new Set(['step', 'stepPassed', 'measurement', 'note']);
  const tokens = new Map(
    entries.flatMap((entry) =>
      entry.type === 'measurement' && entry.output !== undefined ? [[entry.uid, entry.output] as const] : [],
    ),
  );
  const first = entries.findIndex((entry) => entry.type === 'step');
  const kept = (list: readonly LogEntry[]) => list.filter((entry) => !own.has(entry.type));
  return { entries: kept(entries), tokens, setUp: kept(entries.slice(0, first)).length };
}

/** How long after its last entry a run is watched: longer than any settle time. */
const afterMs = 10_000;

/** A run that was graded up to some entry: where grading of another run that begins in the same way may go on. */
export interface Graded {
  readonly report: LabReport;
  /** What the log held after each entry of the run. */
  readonly logs: readonly (readonly LogEntry[])[];
}

/**
 * Grades a run as a session would have done: after each entry, and when a settle time is over.
 * @param like a run that is the same up to entry `same`, and was graded already
 */
export function replayRun(lab: Lab, run: Run, like?: { readonly graded: Graded; readonly same: number }): Graded {
  const same = like?.same ?? 0;
  const logs = like ? like.graded.logs.slice(0, same) : [];
  const history = createHistory(createMemoryLog(logs.at(-1) ?? []));
  const reading = new Reading(history);
  let report = like?.graded.report;
  run.entries.forEach((entry, i) => {
    if (i < same) return;
    history.append(entry);
    const next = run.entries[i + 1];
    if (i + 1 >= run.setUp && !(next?.type === 'snapshot' && entry.type !== 'answer')) {
      const untilMs = next?.observedAtMs ?? entry.observedAtMs + afterMs;
      let nowMs = entry.observedAtMs;
      do {
        report = settle(lab, reading, run.tokens, nowMs);
        nowMs += report.recheckAfterMs ?? Infinity;
      } while (nowMs < untilMs);
    }
    logs.push([...history.log.entries()]);
  });
  if (!report) throw new Error('the run holds nothing to grade');
  return { report, logs };
}

function settle(lab: Lab, reading: Reading, tokens: ReadonlyMap<string, string>, nowMs: number): LabReport {
  const { history } = reading;
  for (;;) {
    startFirstStep({ lab, history, nowMs });
    const mark = history.steps.at(-1);
    if (mark && mark.passedN === undefined) {
      for (const { check, uid, containerID } of wantedReads(
        lab,
        mark.step,
        scopeOf({ lab, history, nowMs, reading }, mark),
      )) {
        const output = tokens.get(uid) ?? `token of ${uid}`;
        history.append({ type: 'measurement', check: check.id, uid, containerID, output, observedAtMs: nowMs });
      }
    }
    const { report, advanced } = judgeAndAdvance({ lab, history, nowMs, reading });
    if (!advanced) return report;
  }
}

/**
 * The run as it would have been recorded had nobody watched from entry `from` to entry `to`: those observations are
 * missing, then everything is listed again. When nothing at all was watched, nobody was there to be answered either, so
 * answers come later.
 * @param resources which watches broke
 */
export function cutRun(run: Run, from: number, to: number, resources: readonly string[]): Run {
  const before = run.entries.slice(0, from);
  const hidden = run.entries.slice(from, to + 1);
  const observedAtMs = hidden.at(-1)?.observedAtMs ?? 0;
  const seen = (entry: NewEntry) => !('resource' in entry) || !resources.includes(entry.resource);
  const gaps = resources.map((resource): NewEntry => {
    const atMs = before.at(-1)?.observedAtMs ?? 0;
    return { type: 'gap', resource, reason: 'expired', observedAtMs: atMs };
  });
  const state = createHistory(createMemoryLog());
  for (const entry of [...before, ...hidden]) state.append(entry);
  const snapshots = resources.map((resource): NewEntry => {
    const objects: readonly KubeObject[] = state.objectsAt(resource);
    return { type: 'snapshot', resource, resourceVersion: latestVersion(state), objects, observedAtMs };
  });
  const later = hidden.filter(seen);
  const everything = later.every((entry) => !('resource' in entry));
  const whileAway = everything ? [] : later;
  const afterwards = everything ? later.map((entry) => ({ ...entry, observedAtMs })) : [];
  return {
    ...run,
    entries: [...before, ...gaps, ...whileAway, ...snapshots, ...afterwards, ...run.entries.slice(to + 1)],
  };
}

function latestVersion(history: History): string {
  const versions = history.log.entries().flatMap((entry) => {
    if ('object' in entry) return Number(entry.object.metadata?.resourceVersion);
    return entry.type === 'snapshot' ? Number(entry.resourceVersion) : [];
  });
  return String(Math.max(0, ...versions.filter(Number.isFinite)));
}
