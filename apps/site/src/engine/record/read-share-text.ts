import { type JournalAction, type JournalEntry, sealEntry } from '@podlab/simulator';
import type { SavedRun } from './saved-run.ts';
import { marks, type SharedRun, through } from './share-text.ts';

/** A link that is whole and cannot be read; the message is a sentence. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
}

/** @throws SyntaxError when it is no run */
export function runFromJson(text: string): SavedRun {
  const shared = JSON.parse(text) as SharedRun;
  if (!Array.isArray(shared.journal) || !Array.isArray(shared.history)) throw new SyntaxError('it is no run of a lab');
  let sum = '';
  const journal = shared.journal.map(({ atMs, ...action }): JournalEntry => {
    const entry = sealEntry(action as JournalAction, atMs, sum);
    sum = entry.sum;
    return entry;
  });
  return { ...shared, journal };
}

/** @throws LinkError for what is no such link; another Error where a part is missing or was changed */
export async function runFromFragment(fragment: string): Promise<SavedRun> {
  const bytes = fromBase64Url(fragment.slice(1));
  if (fragment.startsWith(marks.plain)) return runFromJson(new TextDecoder().decode(bytes));
  if (!fragment.startsWith(marks.compressed)) throw new LinkError('This is no link to a lab that somebody shared.');
  if (!('DecompressionStream' in globalThis)) throw new LinkError('This browser cannot read links to labs.');
  const text = new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw')));
  return runFromJson(text);
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
