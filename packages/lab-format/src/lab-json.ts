import { deepFreeze } from '@podlab/apimachinery';
import type { Attempt, Lab, ProvenLab } from './lab.ts';

/** A lab as plain JSON: what a build hands to a page, so that nothing there reads or checks the lab's files again. */
export interface LabJson extends Omit<Lab, 'files'> {
  readonly files: Readonly<Record<string, string>>;
  readonly solutions: readonly Attempt[];
}

/** What a page needs of a lab: no mistakes, and of its files only what `kubectl -f` may name. */
export function labToJson(lab: ProvenLab): LabJson {
  const manifests = Object.fromEntries([...lab.files].filter(([path]) => isManifest(path)));
  const parts = Object.entries({ ...lab, files: manifests }).filter(([name]) => name !== 'mistakes');
  return Object.fromEntries(parts) as unknown as LabJson;
}

/** Takes a lab that `labToJson` gave, also after it went through JSON. @returns it frozen, with its solutions */
export function labFromJson({ files, ...lab }: LabJson): Lab & Pick<LabJson, 'solutions'> {
  return deepFreeze({ ...lab, files: new Map(Object.entries(files)) });
}

function isManifest(path: string): boolean {
  return /\.(ya?ml|json)$/.test(path) && path !== 'lab.yaml' && !path.startsWith('attempts/');
}
