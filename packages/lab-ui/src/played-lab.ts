/**
 * The seam between the parts of a lab page and what plays the lab. In the site a worker stands behind it; a test may put
 * anything else there. Everything that crosses it is plain data, so that it can cross a MessagePort.
 */
import type { LabReport, Timeline } from '@podlab/grader';
import type { Hint } from '@podlab/lab-runner';
import type { ClusterPicture } from './picture/cluster-picture.ts';

/** How a lab stands. A new frozen object whenever anything in it has changed, so that `===` says whether it has. */
export interface LabState {
  /**
   * `starting` and `resuming`: not playable yet, `progress` says how far; `playing`; `recovering`: the worker has ended
   * and the lab is made again from its journal; `failed`: it cannot be played on, `failure` says why and what to do.
   */
  readonly phase: 'starting' | 'resuming' | 'playing' | 'recovering' | 'failed';
  readonly progress: string;
  readonly failure: { readonly message: string; readonly next: string; readonly code?: LabPageErrorCode } | undefined;
  readonly report: LabReport | undefined;
  readonly picture: ClusterPicture | undefined;
  readonly timeline: Timeline | undefined;
  readonly time: ClusterTime;
  readonly undo: { readonly possible: boolean /** The command that it takes back. */; readonly of: string | undefined };
  /** Where the lab is kept: `browser` survives a reload; `memory` ends with the page, `why` says so to the reader. */
  readonly kept: { readonly where: 'browser' | 'memory'; readonly why: string | undefined };
  /** A run that was kept before and is not gone on with; `why` is a sentence for the reader. Gone after a reload. */
  readonly former: { readonly why: string } | undefined;
  /** Another tab plays this lab: this one only watches until `takeOver`. */
  readonly elsewhere: boolean;
  /**
   * A piece of the lab's code could not be loaded, and the cluster waits for it: no answer came, or the server has another
   * build of the site. It is tried again until it is there.
   */
  readonly missing: 'unreachable' | 'gone' | undefined;
  /** Whether a solution was typed in this run; then it does not count as progress. */
  readonly solved: boolean;
}

/** What is missing, and what becomes of it: for the reader. */
export function sayMissing(missing: NonNullable<LabState['missing']>): string {
  return missing === 'gone'
    ? 'The site has been renewed since this page was loaded, and the server has not all of this lab any more.'
    : 'A part of this lab could not be loaded, as no answer comes from the server. What needs it waits, and goes on by itself when it is there.';
}

/** The cluster's clock as its clients see it. */
export interface ClusterTime {
  /** Milliseconds since the Unix epoch when this object came; from then on it goes on at `rate`. */
  readonly nowMs: number;
  readonly startedMs: number;
  /** 0 is paused, 1 is real time. */
  readonly rate: number;
  /** In the past of the run, looked at by `stepBack`; the terminal does nothing meanwhile. */
  readonly looking: boolean;
}

/** Why something could not be done; the message is for the learner. */
export class LabPageError extends Error {
  override readonly name = 'LabPageError';

  constructor(
    readonly code: LabPageErrorCode,
    message: string,
    /** What to do instead, as a sentence. */
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type LabPageErrorCode =
  /** An answer that cannot be recorded. */
  | 'ANSWER_REFUSED'
  /** The lab is being set up, or something else is under way. */
  | 'BUSY'
  /** The link that the page was opened with. */
  | 'LINK'
  /** Closed, failed, or played in another tab. */
  | 'NOT_PLAYING'
  | 'NOTHING_TO_UNDO'
  /** `share`: it does not fit into an address. */
  | 'TOO_LONG'
  /** A solution, a file or a time that is not there. */
  | 'UNKNOWN'
  | 'UNEXPECTED';

/** A lab being played. Each promise rejects with a `LabPageError` that says what to do. */
export interface PlayedLab {
  readonly state: LabState;
  /** @returns a function that ends it */
  onChange(listener: () => void): () => void;
  /** A sentence for each thing that happens, as a screen reader is told; at most one batch in two seconds. */
  onSentence(listener: (sentence: string) => void): () => void;
  openTerminal(): PlayedTerminal;
  readonly files: PlayedFiles;
  /** What is wrong with manifests, as the cluster's own schema sees it. */
  findProblems(yaml: string): Promise<readonly ManifestProblem[]>;
  /** Fields that may stand at a place of a manifest. */
  completeField(yaml: string, offset: number): Promise<readonly FieldHint[]>;
  check(): Promise<void>;
  answer(question: string | undefined, given: string): Promise<void>;
  hint(): Promise<Hint | undefined>;
  reset(): Promise<void>;
  /** Begins anew, for a solution to be shown. @returns how many lines it has */
  solve(attempt: string | undefined): Promise<{ readonly title: string; readonly count: number }>;
  /**
   * The next line of the solution, for the terminal to type; running it is the learner's part. It comes when the line
   * before has done its work. Undefined after the last.
   */
  solutionLine(): Promise<string | undefined>;
  /** The cluster as it was before the last command that changed something. */
  undo(): Promise<void>;
  setRate(rate: number): Promise<void>;
  /**
   * Whether the reader can see the lab: it is in the viewport and its tab is in front. Out of sight its clock stands
   * still; `state.time.rate` stays what the reader chose.
   */
  setVisible(visible: boolean): void;
  fastForward(ms: number): Promise<void>;
  /** Shows the run as it was at a time, milliseconds since the Unix epoch; undefined: now again. */
  lookAt(timeMs: number | undefined): Promise<void>;
  /** The part of a URL behind `#` that opens this lab as it stands. */
  share(): Promise<string>;
  /** Everything that a bug report needs to make this state again. */
  copyState(): Promise<string>;
  /** The run that `state.former` tells of, as JSON. */
  formerRun(): Promise<string>;
  takeOver(): Promise<void>;
  /** Ends the worker; what was kept stays. Idempotent. */
  close(): Promise<void>;
}

/** One tab of the terminal: a shell of its own beside the same cluster and files. */
export interface PlayedTerminal {
  /**
   * Runs a line. Output comes by `onOutput` while it runs.
   * @returns its exit code; 130 when it was interrupted, or when the cluster was made anew under it
   */
  run(line: string): Promise<number>;
  /**
   * `notice`: a sentence of ours, such as a difference from a real cluster that was met. `clear` prints `\x1b[H\x1b[J`.
   * What a container's terminal prints (`takes` is `keys`) holds `\r\n` and other control characters.
   */
  onOutput(listener: (text: string, stream: 'stdout' | 'stderr' | 'notice') => void): () => void;
  /**
   * Where what is typed goes now. `line`: nothing runs, `run` is next. `input`: whole lines, `\n` at their end, to what
   * runs; the page shows them itself. `keys`: each key as it is pressed (`\r`, `\x7f`, `\x1b[A`, `\x03`) to the terminal
   * of a container (`kubectl exec -it`), which shows it.
   */
  readonly takes: 'line' | 'input' | 'keys';
  onTakes(listener: (takes: 'line' | 'input' | 'keys') => void): () => void;
  /** Text for what runs now; undefined ends its input, as Ctrl-D does. */
  type(text: string | undefined): void;
  /** As Ctrl-C does. */
  interrupt(): void;
  /** What may stand at the cursor. */
  complete(line: string, cursor: number): Promise<Completion>;
  /** Width in columns, for programs that ask. */
  resize(columns: number, rows: number): void;
  readonly prompt: string;
  close(): void;
}

export interface Completion {
  /** Where in the line the candidates begin. */
  readonly from: number;
  readonly candidates: readonly { readonly text: string; readonly description?: string }[];
}

/** The learner's folder, seen by the terminal and the editor. */
export interface PlayedFiles {
  list(): Promise<readonly string[]>;
  read(name: string): Promise<string>;
  write(name: string, text: string): Promise<void>;
  /** Told when a file was written, made or removed by somebody else: a command of the terminal, `undo`, `reset`. */
  onChange(listener: () => void): () => void;
}

export interface ManifestProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Offsets in the text; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  /** Such as `spec.containers[0].image`; empty when the YAML itself cannot be read. */
  readonly field: string;
  readonly message: string;
}

export interface FieldHint {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly required: boolean;
}
