import type { History } from './history.ts';
import type { LogEntry } from './log.ts';
import { type Lane, type Version, versionAt } from './version.ts';

/** An object as one entry of the log showed it for the first time. */
export interface Sighting {
  readonly lane: Lane;
  readonly version: Version;
}

/** What an entry of the log has shown that was not known before it; of a resource, in the order of first appearance. */
export function sightingsOf(history: History, entry: LogEntry): readonly Sighting[] {
  switch (entry.type) {
    case 'added':
    case 'modified':
    case 'deleted': {
      const lane = history.lane(entry.resource, entry.object.metadata?.uid ?? '');
      return lane ? sightingIn(lane, entry.n) : [];
    }
    case 'snapshot':
      return history.lanes(entry.resource).flatMap((lane) => sightingIn(lane, entry.n));
    default:
      return [];
  }
}

function sightingIn(lane: Lane, n: number): Sighting[] {
  const version = versionAt(lane, n);
  return version?.n === n ? [{ lane, version }] : [];
}
