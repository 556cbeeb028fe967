import type { LogEntry } from '@podlab/grader';
import type { JournalEntry } from '@podlab/simulator';

/** A run of a lab, whole: what it takes to go on with it in this page, in another one, or on another machine. */
export interface SavedRun {
  readonly meta: RunMeta;
  /** What the cluster is made again from. */
  readonly journal: readonly JournalEntry[];
  /** What was observed, and what the learner answered. */
  readonly history: readonly LogEntry[];
  /** The learner's folder: path and text. */
  readonly files: readonly (readonly [string, string])[];
  readonly marks: readonly Mark[];
}

export const runFormatVersion = 1;

export interface RunMeta {
  readonly formatVersion: typeof runFormatVersion;
  readonly lab: string;
  readonly labVersion: number;
  /** Which build of Podlab made it: a journal is only sure to lead where it led in the same one. */
  readonly build: string;
  readonly seed: string;
  /** When the lab was begun, by the machine's clock; milliseconds since the Unix epoch. */
  readonly startedMs: number;
  /** Set-up was over: without it there is nothing to go on with. */
  readonly ready: boolean;
  /** A solution was typed in this run. */
  readonly solved: boolean;
}

/** Where a command began to change something: what `undo` goes back to. */
export interface Mark {
  readonly line: string;
  /** How many entries there were before. */
  readonly journal: number;
  readonly history: number;
}

/** What a run is kept and played under: one from a link stands beside the learner's own. */
export function runIdOf({
  lab,
  shared,
}: {
  readonly lab: { readonly id: string };
  readonly shared?: string | undefined;
}) {
  return shared === undefined ? lab.id : `${lab.id}#shared`;
}

export const otherVersion = 'It was kept by another version of Podlab.';

/** Why a run that was kept or shared cannot be gone on with; a sentence. Undefined: it can. */
export function obstacleTo(
  { meta }: Pick<SavedRun, 'meta'>,
  here: { readonly lab: string; readonly labVersion: number; readonly build: string },
): string | undefined {
  if (meta.formatVersion !== runFormatVersion) return otherVersion;
  if (meta.lab !== here.lab) return `It is of the lab \`${meta.lab}\`, and this page is about \`${here.lab}\`.`;
  if (meta.labVersion !== here.labVersion) {
    return `The lab has version ${here.labVersion} now, and it was version ${meta.labVersion}.`;
  }
  if (meta.build !== here.build) return 'Podlab has been updated since, and the cluster might not come out the same.';
  return meta.ready ? undefined : 'The lab had not begun yet.';
}
