import { build } from '@site/.generated/build.json';
import type { LabText } from '@podlab/lab-ui';
import type { PlayedLab } from '@podlab/lab-ui/model';
import type { PlayedLabJson } from '../../../prepare/labs/played-lab.ts';
import { openPlayedLab } from '../../engine/client/open-played-lab.ts';

/** A lab with what plays it and what explains its words. */
export interface OpenedLab {
  readonly played: PlayedLab;
  readonly text: LabText;
  readonly words: PlayedLabJson['words'];
  readonly definitions: PlayedLabJson['definitions'];
}

/** The lab's file, as the build wrote it. @throws when it cannot be loaded */
export async function loadLab(id: string): Promise<PlayedLabJson> {
  const module = (await import(`@site/.generated/played-labs/${id}.json`)) as { readonly default: PlayedLabJson };
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
  const { lab, linked, words, definitions } = await loadLab(id);
  const { goal, debrief, freePlay } = linked;
  const steps = lab.steps.map((step, index) => ({ ...step, text: linked.steps[index] ?? step.text }));
  const played = openPlayedLab(lab, { createWorker, build, ...(shared !== undefined && { shared }) });
  return { played, text: { ...lab, goal, debrief, freePlay, steps }, words, definitions };
}
