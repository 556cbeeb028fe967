// oxlint-disable-next-line no-restricted-imports -- only tests use this file, and they run on Node
import { readdirSync, readFileSync } from 'node:fs';
import type { LogEntry } from '../history/log.ts';

/** Attempts that were recorded on a real cluster (`testing/runs`). */
export const recordedRuns: readonly string[] = readdirSync(new URL('./runs/', import.meta.url))
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => file.replace('.jsonl', ''));

/** The log of a recorded attempt. */
export function recordedLogOf(attempt: string): readonly LogEntry[] {
  const text = readFileSync(new URL(`./runs/${attempt}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogEntry);
}
