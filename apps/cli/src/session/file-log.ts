import type { HistoryLog, LogEntry, NewEntry } from '@podlab/grader';
import { type JsonLines, type JsonLinesOptions, openJsonLines } from '../state/json-lines.ts';

/** The record of a lab on disk. */
export interface FileLog extends HistoryLog {
  /** A record that could not be read, and is kept aside; this one is then empty. */
  readonly aside: JsonLines<LogEntry>['aside'];
  close(): void;
}

const historyVersion = 1;

/** Opens the record of a lab, or begins one. Every entry is on disk when `append` returns. @throws CliError */
export function openFileLog(path: string, options: Pick<JsonLinesOptions, 'nowMs' | 'onFailure'>): FileLog {
  const file = openJsonLines<LogEntry>(path, { ...options, format: 'history', version: historyVersion });
  const entries: LogEntry[] = [...file.values];
  return {
    aside: file.aside,
    append(entry: NewEntry) {
      const numbered = { ...entry, n: entries.length } as LogEntry;
      file.append(numbered);
      entries.push(numbered);
      return numbered;
    },
    entries: () => entries,
    close: file.close,
  };
}
