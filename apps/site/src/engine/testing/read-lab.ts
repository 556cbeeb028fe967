import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LabJson, labToJson, loadProvenLab } from '@podlab/lab-format';

const labs = join(import.meta.dirname, '..', '..', '..', '..', '..', 'labs');

/** A lab of this repository, as the build hands it to a page. */
export async function readLab(id: string): Promise<LabJson> {
  const lab = await loadProvenLab(
    {
      listLabs: async () => [id],
      listFiles: async () =>
        (await readdir(join(labs, id), { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(join(labs, id).length + 1)),
      read: (_id, path) => readFile(join(labs, id, path), 'utf8').catch(() => undefined),
    },
    id,
  );
  return JSON.parse(JSON.stringify(labToJson(lab))) as LabJson;
}
