import type { KubeObject } from '@podlab/apimachinery';

/** One line of the log. Entries are data: a log written today is read by tomorrow's grader. */
export type LogEntry =
  | SnapshotEntry
  | EventEntry
  | GapEntry
  | StepEntry
  | StepPassedEntry
  | AnswerEntry
  | MeasurementEntry
  | NoteEntry;

/** Where and when an entry was made. */
interface Stamp {
  /** Position in the log, from 0. */
  readonly n: number;
  /** When it was seen, by the grader's clock; milliseconds since the Unix epoch. */
  readonly observedAtMs: number;
}

/** A LIST: everything that is there of one resource. */
export interface SnapshotEntry extends Stamp {
  readonly type: 'snapshot';
  readonly resource: string;
  readonly resourceVersion: string;
  readonly objects: readonly KubeObject[];
}

/** A watch event. */
export interface EventEntry extends Stamp {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly resource: string;
  readonly object: KubeObject;
}

/** Between the entry before and the next snapshot of `resource`, nobody looked. */
export interface GapEntry extends Stamp {
  readonly type: 'gap';
  readonly resource: string;
  readonly reason: 'stopped' | 'expired' | 'unreachable';
}

/** A step began: its baselines are the state at this entry. */
export interface StepEntry extends Stamp {
  readonly type: 'step';
  readonly step: string;
}

/** A step was passed. It stays passed. */
export interface StepPassedEntry extends Stamp {
  readonly type: 'stepPassed';
  readonly step: string;
  /** What each check had found at that moment, by its id. */
  readonly found: Readonly<Record<string, string>>;
}

/** The learner answered a question; the last answer counts. */
export interface AnswerEntry extends Stamp {
  readonly type: 'answer';
  readonly check: string;
  readonly given: string;
}

/** What the grader read from inside a container (exec or logs). */
export interface MeasurementEntry extends Stamp {
  readonly type: 'measurement';
  readonly check: string;
  readonly uid: string;
  readonly containerID: string;
  /** undefined when it could not be read; `error` then says why. */
  readonly output: string | undefined;
  readonly error?: string;
}

/** Words of the learner or of the session, such as a fast-forward; never graded. */
export interface NoteEntry extends Stamp {
  readonly type: 'note';
  readonly text: string;
}

/** An entry before the log gave it its number. */
export type NewEntry = LogEntry extends infer E ? (E extends LogEntry ? Omit<E, 'n'> : never) : never;

/**
 * Append-only storage of what was observed: a file, or IndexedDB in a page.
 * An entry counts once `append` has returned it; a log that lost its tail in a crash is still a log.
 */
export interface HistoryLog {
  /** Adds an entry and returns it with its number. Must not reorder. */
  append(entry: NewEntry): LogEntry;
  /** All entries so far, in order. */
  entries(): readonly LogEntry[];
}
