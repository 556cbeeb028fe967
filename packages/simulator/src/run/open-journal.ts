import type { JournalFile } from '../cluster/journal-entry.ts';

/** Where an embedded cluster's requests are kept. Whoever knows the place opens it, under its lock. */
export interface OpenJournal extends JournalFile {
  close(): void;
}
