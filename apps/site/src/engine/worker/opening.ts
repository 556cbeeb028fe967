import type { Lab } from '@podlab/lab-format';
import { LabPageError } from '@podlab/lab-ui/model';
import { obstacleTo, type RunMeta, runFormatVersion, type SavedRun } from '../record/saved-run.ts';
import type { RunKeeper } from '../record/run-keeper.ts';
import { runFromFragment } from '../record/read-share-text.ts';

/** What a lab is played from. */
export interface Opening {
  readonly run: SavedRun;
  readonly isKept: boolean;
  /** What the reader should know about it; sentences. */
  readonly notices: readonly string[];
}

export interface OpeningOptions {
  readonly lab: Lab;
  readonly build: string;
  readonly seed: string;
  readonly nowMs: number;
}

/** What an opening may go on with. */
export interface OpeningSources {
  readonly keeper: RunKeeper;
  /** What stands behind the `#` of a link. */
  readonly shared: string | undefined;
  /** Nothing of it: the lab begins anew. */
  readonly isAnew: boolean;
}

/** A run of nothing yet. */
export function newRun({ lab, build, seed, nowMs }: OpeningOptions): SavedRun {
  const meta: RunMeta = {
    formatVersion: runFormatVersion,
    lab: lab.id,
    labVersion: lab.version,
    build,
    seed,
    startedMs: nowMs,
    ready: false,
    solved: false,
  };
  return { meta, journal: [], history: [], files: [...lab.files], marks: [] };
}

/**
 * Takes up what is kept, when it fits; else what was shared; else begins a new run.
 * @throws LabPageError when what was shared cannot be gone on with
 */
export async function chooseOpening(
  { keeper, shared, isAnew }: OpeningSources,
  options: OpeningOptions,
): Promise<Opening> {
  const { lab, build } = options;
  const here = { lab: lab.id, labVersion: lab.version, build };
  const kept = await keeper.load();
  if (isAnew) return { run: newRun(options), isKept: false, notices: [] };
  const link = shared === undefined ? undefined : await readShared(shared);
  const isOfLink = link === undefined || kept?.meta.seed === link.meta.seed;
  const obstacle = kept && isOfLink ? obstacleTo(kept, here) : undefined;
  if (kept && isOfLink && !obstacle) return { run: kept, isKept: true, notices: [] };
  if (link) {
    const why = obstacleTo(link, here);
    if (why) throw new LabPageError('UNKNOWN', `This link cannot be opened. ${why}`, 'Begin the lab anew.');
    return { run: link, isKept: false, notices: ['This is a lab that somebody shared. Your own is kept apart.'] };
  }
  const notices = obstacle && kept?.meta.ready ? [`${obstacle} So the lab begins anew.`] : [];
  return { run: newRun(options), isKept: false, notices };
}

async function readShared(fragment: string): Promise<SavedRun> {
  try {
    return await runFromFragment(fragment);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LabPageError('UNKNOWN', `This link is damaged: ${why}.`, 'Ask for it again, or begin the lab anew.', {
      cause,
    });
  }
}
