import type { LogEntry } from '@podlab/grader';
import type { JournalEntry } from '@podlab/simulator';
import type { SavedRun } from './saved-run.ts';

/** What was kept before this page. */
export interface KeptBefore {
  readonly run: SavedRun | undefined;
  /** What a version of Podlab kept that laid it out otherwise, as it stands; undefined: nothing. */
  readonly old: Readonly<Record<string, unknown>> | undefined;
}

/** Where a run is kept while it is played. */
export interface RunKeeper {
  load(): Promise<KeptBefore>;
  /** Replaces everything that is kept. */
  begin(run: SavedRun): void;
  addJournal(entry: JournalEntry): void;
  addHistory(entry: LogEntry): void;
  put<K extends 'meta' | 'files' | 'marks'>(what: K, value: SavedRun[K]): void;
  /**
   * Hands over what was added since the last time. Once it has returned, a reload or a crash of this page does not lose
   * it. Whoever shows something to the reader calls it before.
   */
  flush(): void;
  close(): void;
}
