import { LabPageError } from '@podlab/lab-ui/model';
import type { SavedRun } from '../record/saved-run.ts';

/** Who knows what was kept of a run last. */
export interface KeptSource {
  keptRun(): Promise<SavedRun | undefined>;
}

/** As `PlayedLab.copyState`, from what is kept: nothing needs to play the lab for it. */
export async function copyKept(source: KeptSource): Promise<string> {
  const run = await keptOf(source);
  const { runToJson } = await import('../record/share-text.ts');
  return runToJson(run);
}

/** As `PlayedLab.share`, from what is kept. */
export async function shareKept(source: KeptSource): Promise<string> {
  const run = await keptOf(source);
  const { runToLink } = await import('../record/share-text.ts');
  return runToLink(run);
}

async function keptOf(source: KeptSource): Promise<SavedRun> {
  const run = await source.keptRun().catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LabPageError('NOT_PLAYING', `What was kept cannot be read: ${why}.`, 'Reload the page.', { cause });
  });
  if (run) return run;
  throw new LabPageError('NOT_PLAYING', 'Nothing was kept of this lab.', 'Reload the page to begin it.');
}
