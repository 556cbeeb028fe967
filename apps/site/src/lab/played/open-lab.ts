import { build } from '@site/.generated/build.json';
import type { LabText } from '@podlab/lab-ui';
import type { PlayedLab } from '@podlab/lab-ui/model';
import { openPlayedLab } from '../../engine/client/open-played-lab.ts';

/** A lab with what plays it. */
export interface OpenedLab {
  readonly played: PlayedLab;
  readonly text: LabText;
}

/** What the page shows of a lab, as the build wrote it. @throws when it cannot be loaded */
export async function loadText(id: string): Promise<LabText> {
  const module = (await import(`@site/.generated/lab-texts/${id}.json`)) as { readonly default: LabText };
  return module.default;
}

/**
 * Loads a lab and begins to play it; `played.state` says how far it is.
 * @param createWorker makes the worker that plays it
 * @param shared what stands behind the `#` of a link to a lab that somebody shared
 * @throws when it cannot be loaded
 */
export async function openLab(
  id: string,
  { shared, createWorker }: { readonly shared: string | undefined; readonly createWorker: () => Worker },
): Promise<OpenedLab> {
  const played = openPlayedLab(id, { createWorker, build, ...(shared !== undefined && { shared }) });
  try {
    return { played, text: await loadText(id) };
  } catch (error) {
    await played.close();
    throw error;
  }
}
