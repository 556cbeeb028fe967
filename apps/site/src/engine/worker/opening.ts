import type { Lab } from '@podlab/lab-format';
import { LabPageError } from '@podlab/lab-ui/model';
import { obstacleTo, otherVersion, type RunMeta, runFormatVersion, type SavedRun } from '../record/saved-run.ts';
import type { RunKeeper } from '../record/run-keeper.ts';
import { LinkError, runFromFragment } from '../record/read-share-text.ts';

/** What a lab is played from. */
export interface Opening {
  readonly run: SavedRun;
  readonly isKept: boolean;
  /** What the reader should know about it; sentences. */
  readonly notices: readonly string[];
  readonly former: FormerRun | undefined;
}

/** A run that was kept and is not gone on with. */
export interface FormerRun {
  /** A sentence. */
  readonly why: string;
  /** A `SavedRun`, or what another version of Podlab kept in its place. */
  readonly content: unknown;
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
  const { run: kept, old } = await keeper.load();
  if (isAnew) return { run: newRun(options), isKept: false, notices: [], former: undefined };
  const link = shared === undefined ? undefined : await readShared(shared);
  const isOfLink = link === undefined || kept?.meta.seed === link.meta.seed;
  const obstacle = kept && isOfLink ? obstacleTo(kept, here) : undefined;
  if (kept && isOfLink && !obstacle) return { run: kept, isKept: true, notices: [], former: undefined };
  if (link) {
    const why = obstacleTo(link, here);
    if (why) throw new LabPageError('LINK', `This link cannot be opened. ${why}`, 'Go to the lab without it.');
    const notices = ['This is a lab that somebody shared. Your own is kept apart.'];
    return { run: link, isKept: false, notices, former: undefined };
  }
  const former = formerRun(obstacle === undefined ? undefined : kept, obstacle) ?? formerRun(old, otherVersion);
  const notices = former ? [`${former.why} So the lab begins anew.`] : [];
  return { run: newRun(options), isKept: false, notices, former };
}

/** Undefined for what had not begun: nobody misses it. */
function formerRun(content: unknown, why = otherVersion): FormerRun | undefined {
  const meta = (content as Partial<SavedRun> | undefined)?.meta;
  if (content === undefined || (meta?.formatVersion === runFormatVersion && !meta.ready)) return undefined;
  return { why, content };
}

async function readShared(fragment: string): Promise<SavedRun> {
  try {
    return await runFromFragment(fragment);
  } catch (cause) {
    const said =
      cause instanceof LinkError ? cause.message : 'This link is damaged: a part of it is missing or was changed.';
    throw new LabPageError('LINK', said, 'Ask for it again, or go to the lab without it.', { cause });
  }
}
