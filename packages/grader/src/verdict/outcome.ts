import type { Verdict } from './verdict.ts';

/** What judging one check gave, before it is put into words for the learner. */
export interface Outcome {
  readonly verdict: Verdict;
  /** One sentence of what is. */
  readonly found: string;
  /** What near misses may look at; computed only where one is asked. */
  near(): Readonly<Record<string, unknown>>;
  /** What near misses may name: lists, joined. */
  words(): Readonly<Record<string, string>>;
  readonly recheckAfterMs?: number;
}

/** `a`, `a and b`, `a, b and c`; `none` for an empty list. */
export function joined(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `14:03:11`, in UTC, as containers and logs print it. */
export function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1000) % 86_400;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
