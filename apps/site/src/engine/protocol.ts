/** What the page and the worker that plays a lab say to each other. Plain data, in order, over one port. */
import type { LabJson } from '@podlab/lab-format';
import type { Completion, FieldHint, LabPageErrorCode, LabState, ManifestProblem } from '@podlab/lab-ui/model';
import type { Hint } from '@podlab/lab-runner';
import type { KeptPart } from './record/memory-keeper.ts';
import type { SavedRun } from './record/saved-run.ts';
import type { StateChange } from './state-change.ts';

/** A lab that is likely to be started: it may be loaded ahead. */
export interface PrepareMessage {
  readonly type: 'prepare';
  readonly lab: string;
}

/** The first thing that a worker must be told. */
export interface StartMessage {
  readonly type: 'start';
  /** The lab; or its id, for a worker that finds labs by itself. */
  readonly lab: LabJson | string;
  /** Which build of Podlab this is. */
  readonly build: string;
  /** Where a new run draws its names from. */
  readonly seed: string;
  /** Names this page among others. */
  readonly tab: string;
  /** A run from a share link, without the `#`. */
  readonly shared: string | undefined;
  /** `memory`: the page keeps what the worker sends it, and gave this much to this worker. */
  readonly keep:
    | { readonly where: 'browser' }
    | { readonly where: 'memory'; readonly why: string; readonly run: SavedRun | undefined };
  /** A worker before this one has ended while it played. */
  readonly isRecovery: boolean;
  /** The reader begins the lab anew: nothing that was kept is gone on with. */
  readonly isAnew: boolean;
}

/** What the page asks for; each is answered once. */
export interface EngineCalls {
  check(): Promise<void>;
  answer(question: string | undefined, given: string): Promise<void>;
  hint(): Promise<Hint | undefined>;
  reset(): Promise<void>;
  solve(attempt: string | undefined): Promise<{ readonly title: string; readonly count: number }>;
  solutionLine(): Promise<string | undefined>;
  undo(): Promise<void>;
  setRate(rate: number): Promise<void>;
  fastForward(ms: number): Promise<void>;
  lookAt(timeMs: number | undefined): Promise<void>;
  share(): Promise<string>;
  copyState(): Promise<string>;
  formerRun(): Promise<string>;
  close(): Promise<void>;
  listFiles(): Promise<readonly string[]>;
  readFile(name: string): Promise<string>;
  writeFile(name: string, text: string): Promise<void>;
  findProblems(yaml: string): Promise<readonly ManifestProblem[]>;
  completeField(yaml: string, offset: number): Promise<readonly FieldHint[]>;
  openTerminal(terminal: number): Promise<void>;
  run(terminal: number, line: string): Promise<number>;
  complete(terminal: number, line: string, cursor: number): Promise<Completion>;
}

/** What needs no answer. */
export interface EngineOrders {
  setVisible(visible: boolean): void;
  type(terminal: number, text: string | undefined): void;
  interrupt(terminal: number): void;
  resize(terminal: number, columns: number, rows: number): void;
  /** So many characters of its output have been shown: more may come. */
  shown(terminal: number, characters: number): void;
  closeTerminal(terminal: number): void;
  /** The last state has arrived: the next one may come. */
  seen(): void;
  ping(): void;
}

export type CallMessage = {
  [Name in keyof EngineCalls]: {
    readonly type: 'call';
    readonly id: number;
    readonly name: Name;
    readonly args: Parameters<EngineCalls[Name]>;
  };
}[keyof EngineCalls];

export type OrderMessage = {
  [Name in keyof EngineOrders]: {
    readonly type: 'order';
    readonly name: Name;
    readonly args: Parameters<EngineOrders[Name]>;
  };
}[keyof EngineOrders];

export type ToWorker = PrepareMessage | StartMessage | CallMessage | OrderMessage;

export type Missing = NonNullable<LabState['missing']>;

export interface ToldFailure {
  readonly code: LabPageErrorCode;
  readonly message: string;
  readonly next: string;
}

export type ToPage =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly failure: ToldFailure }
  /** What has changed in the state since the last one. */
  | ({ readonly type: 'state' } & StateChange)
  | { readonly type: 'sentence'; readonly sentence: string }
  | {
      readonly type: 'output';
      readonly terminal: number;
      readonly text: string;
      readonly stream: 'stdout' | 'stderr' | 'notice';
    }
  | {
      readonly type: 'terminal';
      readonly terminal: number;
      readonly takes: 'line' | 'input' | 'keys';
      readonly prompt: string;
    }
  /** Code could not be loaded, and is tried again; undefined: it is there. */
  | { readonly type: 'missing'; readonly missing: Missing | undefined }
  | { readonly type: 'files' }
  /** For a page that keeps the run in its memory. */
  | { readonly type: 'keep'; readonly part: KeptPart }
  /** Storage has failed while it was used: the page keeps the run from now on. */
  | { readonly type: 'keepInMemory'; readonly why: string }
  /** The name of the lock that ends with this worker. */
  | { readonly type: 'alive'; readonly lock: string }
  | { readonly type: 'pong' };
