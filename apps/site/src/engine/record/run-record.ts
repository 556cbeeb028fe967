import { withFields } from '@podlab/apimachinery';
import type { HistoryLog, LogEntry, NewEntry } from '@podlab/grader';
import type { JournalEntry, OpenJournal } from '@podlab/simulator';
import type { RunKeeper } from './run-keeper.ts';
import type { Mark, RunMeta, SavedRun } from './saved-run.ts';

/** The record of the run that is played: in memory whole, and handed to a keeper entry by entry. */
export class RunRecord {
  readonly journal: JournalEntry[];
  readonly history: LogEntry[];
  readonly #keeper: RunKeeper;
  #meta: RunMeta;
  #files: SavedRun['files'];
  #marks: readonly Mark[];

  /** @param isKept whether the keeper has all of it already */
  constructor(run: SavedRun, keeper: RunKeeper, isKept: boolean) {
    this.journal = [...run.journal];
    this.history = [...run.history];
    this.#meta = run.meta;
    this.#files = run.files;
    this.#marks = run.marks;
    this.#keeper = keeper;
    if (!isKept) keeper.begin(run);
  }

  get meta(): RunMeta {
    return this.#meta;
  }

  get files(): SavedRun['files'] {
    return this.#files;
  }

  get marks(): readonly Mark[] {
    return this.#marks;
  }

  setMeta(change: Partial<RunMeta>): void {
    this.#meta = { ...this.#meta, ...change };
    this.#keeper.put('meta', this.#meta);
  }

  setFiles(files: SavedRun['files']): void {
    this.#files = files;
    this.#keeper.put('files', files);
  }

  /** Notes that a line is about to change something. */
  mark(line: string): void {
    this.#marks = [...this.#marks, { line, journal: this.journal.length, history: this.history.length }];
    this.#keeper.put('marks', this.#marks);
  }

  /** The run as a whole. */
  saved(): SavedRun {
    return {
      meta: this.#meta,
      journal: [...this.journal],
      history: [...this.history],
      files: this.#files,
      marks: this.#marks,
    };
  }

  /** The run as it was before the last mark. @returns undefined when there is none */
  beforeLastMark(): SavedRun | undefined {
    const last = this.#marks.at(-1);
    return (
      last && {
        ...this.saved(),
        journal: this.journal.slice(0, last.journal),
        history: this.history.slice(0, last.history),
        marks: this.#marks.slice(0, -1),
      }
    );
  }

  openJournal(): OpenJournal {
    return {
      values: [...this.journal],
      append: (entry) => {
        this.journal.push(entry);
        this.#keeper.addJournal(entry);
      },
      close: () => undefined,
    };
  }

  openLog(): HistoryLog {
    return {
      append: (entry: NewEntry) => {
        const numbered = withFields(entry, { n: this.history.length }) as LogEntry;
        this.history.push(numbered);
        this.#keeper.addHistory(numbered);
        return numbered;
      },
      entries: () => this.history,
    };
  }
}
