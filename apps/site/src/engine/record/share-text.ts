import { type JournalAction, type JournalEntry, sealEntry } from '@podlab/simulator';
import type { SavedRun } from './saved-run.ts';

/** A run as text: what a share link and a bug report hold. */
interface SharedRun extends Omit<SavedRun, 'journal'> {
  /** Without checksums, and without the times at which somebody only looked: both can be made again. */
  readonly journal: readonly (JournalAction & { readonly atMs: number })[];
}

/** How it was written: `z` compressed, `p` plain. */
const marks = { compressed: 'z', plain: 'p' } as const;

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

/** A run as the part of a URL behind `#`: letters, digits, `-` and `_`. */
export async function runToFragment(run: SavedRun): Promise<string> {
  const bytes = new TextEncoder().encode(runToJson(run));
  if (!('CompressionStream' in globalThis)) return marks.plain + toBase64Url(bytes);
  return marks.compressed + toBase64Url(await through(bytes, new CompressionStream('deflate-raw')));
}

/** @throws Error when it cannot be read, with why */
export async function runFromFragment(fragment: string): Promise<SavedRun> {
  const bytes = fromBase64Url(fragment.slice(1));
  if (fragment.startsWith(marks.plain)) return runFromJson(new TextDecoder().decode(bytes));
  if (!fragment.startsWith(marks.compressed)) throw new Error('it does not begin as the link of a lab does');
  if (!('DecompressionStream' in globalThis)) throw new Error('this browser cannot read compressed links');
  const text = new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw')));
  return runFromJson(text);
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: ReadableWritablePair): Promise<Uint8Array<ArrayBuffer>> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
