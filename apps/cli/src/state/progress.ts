import { CliError } from '../errors.ts';
import { keepAside, readText, writeAtomically } from './disk.ts';
import { type Lock, type LockOptions, tryLock } from './lock.ts';

/**
 * What the learner has done, in one small file. Labs, steps and checks stand under their ids, which are stable, so that
 * progress survives a new version of a lab. Unknown fields of newer versions are kept.
 */
export interface Progress {
  readonly formatVersion: 1;
  readonly labs: Readonly<Record<string, LabProgress>>;
}

export interface LabProgress {
  /** Version of the lab when it was last played. */
  readonly labVersion: number;
  /** When it was first begun; RFC 3339. */
  readonly startedTime: string;
  /** When it was first passed as a whole; absent while it was not. */
  readonly passedTime?: string;
  /** When each step was first passed, by its id. */
  readonly steps: Readonly<Record<string, string>>;
  /** When each check first passed, by its id. */
  readonly checks: Readonly<Record<string, string>>;
}

export interface ProgressFile {
  readonly progress: Progress;
  /** Where a file that could not be read is kept, with what was wrong. */
  readonly aside: { readonly path: string; readonly reason: string } | undefined;
}

const empty: Progress = { formatVersion: 1, labs: {} };

/** Reads the file. One that is wrong is kept aside, never overwritten. @throws CliError */
export function readProgress(path: string, nowMs: number): ProgressFile {
  const text = readText(path);
  if (text === undefined) return { progress: empty, aside: undefined };
  const parsed = parseProgress(text);
  if ('progress' in parsed) return { progress: parsed.progress, aside: undefined };
  return { progress: empty, aside: { path: keepAside(path, nowMs), reason: parsed.fault } };
}

/** Changes the file as a whole, while no other process does. @throws CliError */
export async function changeProgress(
  path: string,
  change: (progress: Progress) => Progress,
  options: LockOptions,
): Promise<ProgressFile> {
  const lock = await waitForLock(`${path}.lock`, options);
  try {
    const read = readProgress(path, options.nowMs);
    const progress = change(read.progress);
    if (progress !== read.progress) writeAtomically(path, `${JSON.stringify(progress, undefined, 2)}\n`);
    return { progress, aside: read.aside };
  } finally {
    lock.release();
  }
}

/** Adds what was passed; what was passed before keeps its time. @returns the same object when nothing is new */
export function recordPassed(
  progress: Progress,
  news: {
    readonly labId: string;
    readonly labVersion: number;
    readonly time: string;
    readonly steps: readonly string[];
    readonly checks: readonly string[];
    readonly passed: boolean;
  },
): Progress {
  const before = progress.labs[news.labId];
  const steps = addTimes(before?.steps ?? {}, news.steps, news.time);
  const checks = addTimes(before?.checks ?? {}, news.checks, news.time);
  const passedTime = before?.passedTime ?? (news.passed ? news.time : undefined);
  if (
    before?.labVersion === news.labVersion &&
    steps === before.steps &&
    checks === before.checks &&
    passedTime === before.passedTime
  ) {
    return progress;
  }
  const lab: LabProgress = {
    ...before,
    labVersion: news.labVersion,
    startedTime: before?.startedTime ?? news.time,
    ...(passedTime === undefined ? {} : { passedTime }),
    steps,
    checks,
  };
  return { ...progress, labs: { ...progress.labs, [news.labId]: lab } };
}

function addTimes(
  times: Readonly<Record<string, string>>,
  ids: readonly string[],
  time: string,
): Readonly<Record<string, string>> {
  const fresh = ids.filter((id) => times[id] === undefined);
  return fresh.length === 0 ? times : { ...times, ...Object.fromEntries(fresh.map((id) => [id, time])) };
}

function parseProgress(text: string): { readonly progress: Progress } | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: `it is not JSON (${(error as Error).message})` };
  }
  if (!isRecord(value)) return { fault: 'it is not a JSON object' };
  if (value.formatVersion !== 1)
    return { fault: `its \`formatVersion\` is ${JSON.stringify(value.formatVersion)}, not 1` };
  if (!isRecord(value.labs)) return { fault: 'its `labs` is not an object' };
  for (const [id, lab] of Object.entries(value.labs)) {
    if (!isRecord(lab) || !isRecord(lab.steps) || !isRecord(lab.checks) || typeof lab.startedTime !== 'string') {
      return { fault: `its entry for the lab ${id} is not complete` };
    }
  }
  return { progress: value as unknown as Progress };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A change takes milliseconds: whoever waits longer than this waits for a process that hangs. */
const lockWaitMs = 5_000;
const lockPollMs = 20;

async function waitForLock(path: string, options: LockOptions): Promise<Lock> {
  for (let waitedMs = 0; waitedMs < lockWaitMs; waitedMs += lockPollMs) {
    const attempt = await tryLock(path, options);
    if ('lock' in attempt) return attempt.lock;
    await options.sleep(lockPollMs);
  }
  throw new CliError('STATE_UNUSABLE', `Another process holds ${path}.`, { next: 'Try again, or end that process.' });
}
