import type { HistoryLog, LogEntry, NewEntry } from './log.ts';

/** The log with an index over it. Everything that is recorded is appended here, and nowhere else. */
export interface History {
  readonly log: HistoryLog;
  /** Number of entries. */
  readonly length: number;
  append(entry: NewEntry): LogEntry;
}
