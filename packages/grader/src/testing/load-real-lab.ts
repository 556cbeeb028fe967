// oxlint-disable-next-line no-restricted-imports -- only tests use this file, and they run on Node
import { readdirSync, readFileSync } from 'node:fs';
import { loadProvenLab, type ProvenLab } from '@podlab/lab-format';

/** A lab of this repository, with its attempts. */
export function loadRealLab(id: string): Promise<ProvenLab> {
  const folder = new URL(`../../../../labs/${id}/`, import.meta.url);
  return loadProvenLab(
    {
      listLabs: async () => [id],
      listFiles: async () =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('.')),
      read: async (_, path) => readFileSync(new URL(path, folder), 'utf8'),
    },
    id,
  );
}
