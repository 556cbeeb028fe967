import type { JournalEntry, OpenJournal } from '@podlab/simulator';
import { CliError } from '../errors.ts';
import { keepAside } from '../state/disk.ts';
import { openJsonLines } from '../state/json-lines.ts';

const journalVersion = 1;

/**
 * Opens the journal of a lab's embedded cluster.
 * @param options.resumed whether the cluster is made again from it, so that it must not be empty
 * @param options.onFailure told when it could not be written
 * @throws CliError `STATE_CORRUPT` when it cannot be read; it is kept aside then
 */
export function openLabJournal(
  path: string,
  options: {
    readonly resumed: boolean;
    readonly nowMs: number;
    readonly onFailure: (error: unknown) => void;
  },
): OpenJournal {
  const { resumed, nowMs, onFailure } = options;
  const file = openJsonLines<JournalEntry>(path, { format: 'journal', version: journalVersion, nowMs, onFailure });
  if (file.aside) {
    file.close();
    throw journalDamaged(file.aside.path, file.aside.reason);
  }
  if (resumed && file.values.length === 0) {
    file.close();
    throw journalDamaged(keepAside(path, nowMs), 'it holds no entry');
  }
  return { values: file.values, append: file.append, close: file.close };
}

/** Keeps a journal aside that does not lead where it once led. @param reason what is wrong with it */
export function setJournalAside(path: string, nowMs: number, reason: string, cause: unknown): CliError {
  return journalDamaged(keepAside(path, nowMs), reason, cause);
}

function journalDamaged(path: string, reason: string, cause?: unknown): CliError {
  return new CliError(
    'STATE_CORRUPT',
    `The journal of this lab's cluster could not be read: ${reason}. It is kept in ${path}.`,
    { cause },
  );
}
