import type { Clock } from '@podlab/apimachinery';
import type { History, HistoryLog, LabReport, Timeline } from '@podlab/grader';
import type { KubeTransport } from '@podlab/kube-client';
import type { Lab } from '@podlab/lab-format';
import type { Hint } from '../hint/hint.ts';

/** How far set-up is. */
export interface SetUpProgress {
  readonly phase: 'namespace' | 'manifests' | 'waiting' | 'ready';
  /** For a person, such as `2 of 3 conditions hold`. */
  readonly text: string;
}

export interface SessionOptions {
  readonly lab: Lab;
  readonly transport: KubeTransport;
  /** The cluster's time, as its clients see it. */
  readonly clock: Clock;
  /** The machine's clock: with it, grading leaves half of the time to others. Left out: it does not rest. */
  readonly hostClock?: Clock | undefined;
  /** Made, and on reset deleted, by the session. */
  readonly namespace: string;
  /**
   * Where observations are kept. An empty log: the lab is set up from nothing. One that is not: the session goes on
   * from there, and the time between is a gap. Owned by the session.
   */
  readonly log: HistoryLog;
  readonly onProgress?: (progress: SetUpProgress) => void;
  /** Aborting it stops the session. */
  readonly signal: AbortSignal;
}

/** One lab being played: set up, watched, graded. */
export interface Session {
  readonly lab: Lab;
  readonly namespace: string;
  readonly history: History;
  /** How the lab stands, as of the last observation. Frozen data; a new object whenever it is evaluated. */
  readonly report: LabReport;
  /** The evidence up to now, since the first step began. A lane that has not changed is the same object as before. */
  timeline(): Timeline;
  /** Told after each evaluation. @returns a function that ends it */
  onChange(listener: (report: LabReport) => void): () => void;
  /** Evaluates now. */
  check(): Promise<LabReport>;
  /**
   * Records an answer to a question of the current step, and evaluates.
   * @param question id of the check; undefined: the first question of the step that is open
   * @param given id of a choice (a letter `a`, `b`… or a number will do), or the text that is typed
   * @throws LabRunnerError `ANSWER_REFUSED`
   */
  answer(question: string | undefined, given: string): Promise<LabReport>;
  /** The next hint for the step as it stands; state comes before tiers. Undefined when the lab is passed. */
  hint(): Promise<Hint | undefined>;
  /** Puts words into the record, such as a fast-forward. Never graded. */
  note(text: string): void;
  /** Resolves when nothing is running any more. What was recorded stays. Idempotent. */
  stop(): Promise<void>;
}
