import type { HistoryLog, LogEntry, NewEntry } from './log.ts';

/** A log that lives as long as the process: for tests, proofs and what-if replays. */
export function createMemoryLog(entries: readonly LogEntry[] = []): HistoryLog {
  const kept: LogEntry[] = [...entries];
  return {
    append(entry: NewEntry) {
      const numbered = { ...entry, n: kept.length } as LogEntry;
      kept.push(numbered);
      return numbered;
    },
    entries: () => kept,
  };
}
