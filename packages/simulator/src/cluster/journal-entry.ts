/**
 * The journal of an embedded cluster: what it was made from and everything that was done to it from outside, each with
 * the virtual time at which it was done. Replaying it gives the same cluster, byte for byte.
 */
import type { UserInfo } from '../apiserver/authorization/user-info.ts';
import type { EmbeddedClusterOptions, KubeletState } from './ports.ts';

/** The request of a `request` or `open` entry. The body is base64. */
export interface JournaledRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whose it was found to be. */
  readonly caller?: UserInfo;
}

export type JournalAction =
  | { readonly kind: 'start'; readonly options: EmbeddedClusterOptions }
  /** `answer`: checksum of what was answered, so that a replay that goes another way is noticed. */
  | { readonly kind: 'request'; readonly request: JournaledRequest; readonly answer: string }
  | {
      readonly kind: 'open';
      readonly id: number;
      readonly request: JournaledRequest;
      readonly protocols: readonly string[];
    }
  | { readonly kind: 'message'; readonly id: number; readonly data: string }
  | { readonly kind: 'close'; readonly id: number }
  | { readonly kind: 'skew'; readonly skewMs: number }
  /** The kubelet of a node was stopped, or started again. */
  | { readonly kind: 'kubelet'; readonly node: string; readonly state: KubeletState }
  /** Time was seen to have come this far. */
  | { readonly kind: 'time' }
  /** A new process goes on from here; connections of the old one are gone. */
  | { readonly kind: 'resume' };

/** One line of the journal; JSON. */
export type JournalEntry = JournalAction & {
  /** Virtual milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** Checksum of this entry and, through its predecessor's, of all before it. */
  readonly sum: string;
};

/** Where a journal is kept. */
export interface JournalFile {
  /** Entries that were there before this process. */
  readonly values: readonly JournalEntry[];
  /** Has kept the entry when it returns. */
  append(entry: JournalEntry): void;
}

/** What is wrong with a journal, and in which line. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code = 'JOURNAL_CORRUPT';

  /** @param entry counted from 1 */
  constructor(
    readonly entry: number,
    fault: string,
    options?: ErrorOptions,
  ) {
    super(
      `entry ${entry} of the cluster's journal ${fault}. ` +
        'The cluster cannot be brought back from there: keep the file aside and begin anew (`lab reset`)',
      options,
    );
  }
}

/** Puts the checksum to an entry. @param before checksum of the entry before; empty for the first */
export function sealEntry(action: JournalAction, atMs: number, before: string): JournalEntry {
  const entry = { ...action, atMs };
  return { ...entry, sum: checksum(before + JSON.stringify(entry)) };
}

/** @throws JournalError when the entry, or one before it, is not what was written */
export function verifyEntry({ sum, ...entry }: JournalEntry, before: string, number: number): void {
  if (checksum(before + JSON.stringify(entry)) !== sum) {
    throw new JournalError(number, 'is not what was written there, or one before it is missing');
  }
}

/** FNV-1a over 64 bits, as hexadecimal: it finds damage, not forgery. */
export function checksum(text: string): string {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (let index = 0; index < text.length; index += 1) {
    low ^= text.charCodeAt(index);
    // (high:low) *= 2^40 + 0x1b3
    const lowProduct = (low >>> 0) * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(lowProduct / 4_294_967_296) + (low << 8)) | 0;
    low = lowProduct | 0;
  }
  return toHex(high) + toHex(low);
}

function toHex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
