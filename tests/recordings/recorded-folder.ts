import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { type PlayedStep, readRun, type WatchLine } from './compare/read-run.ts';
import type { Recording, Scenario } from './recording.ts';

/** Whether the recorder wrote this folder. */
export function isRecordedFolder(folder: string): boolean {
  return existsSync(join(folder, 'scenario.yaml')) && existsSync(join(folder, 'steps.json'));
}

/**
 * Reads what the recorder wrote: `scenario.yaml`, `steps.json` and `watch.jsonl`, and in `again/` the same of a second run
 * where there was one. The recording has the name of the folder.
 */
export function readRecordedFolder(given: string): Recording {
  const folder = resolve(given);
  const name = basename(folder);
  const folders = [folder, join(folder, 'again')].filter((path) => existsSync(join(path, 'steps.json')));
  const source = parse(readFileSync(join(folder, 'scenario.yaml'), 'utf8')) as Partial<Scenario>;
  const { about = name, files = {}, steps = [], namespace = name } = source;
  const played = folders.map(readPlayed);
  const runs = played.map(({ steps: answered, watched }) => readRun(answered, watched));
  return {
    name,
    scenario: {
      about,
      nodes: runs[0]?.objects.filter(({ group }) => group.startsWith('nodes ')).length === 3 ? 3 : 1,
      namespace,
      ...(played[0] && { beginsAtMs: momentOfMinute(played[0].watched) }),
      files,
      steps,
    },
    runs,
  };
}

function readPlayed(folder: string) {
  const steps = JSON.parse(readFileSync(join(folder, 'steps.json'), 'utf8')) as PlayedStep[];
  const watched = readFileSync(join(folder, 'watch.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as WatchLine);
  return { steps, watched };
}

/** When in a minute the watches began: no object was seen before the second in which it was made. */
function momentOfMinute(watched: readonly WatchLine[]): number {
  const earliest = watched
    .filter(({ type, atMs }) => type === 'ADDED' && atMs > 1_000)
    .map(({ atMs, object }) => Date.parse(String(object.metadata['creationTimestamp'])) - atMs);
  return Math.max(0, ...earliest) % 60_000;
}
