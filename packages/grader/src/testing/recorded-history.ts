// oxlint-disable-next-line no-restricted-imports -- only tests use this file, and they run on Node
import { readFileSync } from 'node:fs';
import type { KubeObject } from '@podlab/apimachinery';
import { createHistory, type History } from '../history/history.ts';
import type { NewEntry } from '../history/log.ts';
import { createMemoryLog } from '../history/memory-log.ts';

interface RecordedEvent {
  readonly atMs: number;
  readonly resource: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

const types = { ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted' } as const;

/** What a watch on a real v1.36.3 cluster delivered (`testing/recordings`), as entries of a log. */
export function recordedEntries(name: string): readonly NewEntry[] {
  const text = readFileSync(new URL(`./recordings/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedEvent)
    .map(({ atMs, resource, type, object }) => ({ type: types[type], observedAtMs: atMs, resource, object }));
}

/** A history of a recording up to `untilMs`. */
export function recordedHistory(name: string, untilMs = Infinity): History {
  const history = createHistory(createMemoryLog());
  for (const entry of recordedEntries(name)) if (entry.observedAtMs <= untilMs) history.append(entry);
  return history;
}

/** The last entry made at or before `atMs`. */
export function entryAt(history: History, atMs: number): number {
  return history.log.entries().findLastIndex((entry) => entry.observedAtMs <= atMs);
}
