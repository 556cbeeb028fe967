import type { JournalFile } from '@podlab/simulator';

/** Where an embedded cluster's requests are kept. Whoever knows the folder opens it, under its lock. */
export interface OpenJournal extends JournalFile {
  close(): void;
}
