import { LabPageError } from '@podlab/lab-ui/model';
import type { JournalAction, JournalEntry } from '@podlab/simulator';
import type { SavedRun } from './saved-run.ts';

/** A run as text: what a share link and a bug report hold. */
export interface SharedRun extends Omit<SavedRun, 'journal'> {
  /** Without checksums, and without the times at which somebody only looked: both can be made again. */
  readonly journal: readonly (JournalAction & { readonly atMs: number })[];
}

/** How it was written: `z` compressed, `p` plain. */
export const marks = { compressed: 'z', plain: 'p' } as const;

export function runToJson(run: SavedRun): string {
  const journal = run.journal
    .filter(({ kind }, index) => kind !== 'time' || index === run.journal.length - 1)
    .map(withoutSum);
  const kept = new Map<number, number>();
  let count = 0;
  for (const [index, { kind }] of run.journal.entries()) {
    kept.set(index, count);
    if (kind !== 'time' || index === run.journal.length - 1) count += 1;
  }
  const shared: SharedRun = {
    ...run,
    journal,
    marks: run.marks.map((mark) => ({ ...mark, journal: kept.get(mark.journal) ?? count })),
  };
  return JSON.stringify(shared);
}

function withoutSum(entry: JournalEntry): SharedRun['journal'][number] {
  const { sum: _sum, ...kept } = entry;
  return kept;
}

/** A link longer than this is cut or refused by what people send it with. */
const longestLink = 60_000;

/** As `runToFragment`. @throws LabPageError when it is too long for a link */
export async function runToLink(run: SavedRun): Promise<string> {
  const fragment = await runToFragment(run);
  if (fragment.length <= longestLink) return fragment;
  throw new LabPageError(
    'TOO_LONG',
    `So much has happened that the link would have ${fragment.length} characters, more than ${longestLink}.`,
    'Copy the state instead: it is a text that can be sent as a file.',
  );
}

/** A run as the part of a URL behind `#`: letters, digits, `-` and `_`. */
export async function runToFragment(run: SavedRun): Promise<string> {
  const bytes = new TextEncoder().encode(runToJson(run));
  if (!('CompressionStream' in globalThis)) return marks.plain + toBase64Url(bytes);
  return marks.compressed + toBase64Url(await through(bytes, new CompressionStream('deflate-raw')));
}

/** What comes out of a stream that these bytes went into. */
export async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: ReadableWritablePair,
): Promise<Uint8Array<ArrayBuffer>> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
