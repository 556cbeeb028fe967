import { readdir, readFile } from 'node:fs/promises';
// oxlint-disable-next-line no-restricted-imports -- as above
import { join } from 'node:path';
import type { LabSource } from '../source.ts';

/** Labs in a folder of this machine. */
export function folderSource(root: string): LabSource {
  return {
    async listLabs() {
      const entries = await readdir(root, { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    },
    async listFiles(labId) {
      const entries = await readdir(join(root, labId), { recursive: true, withFileTypes: true }).catch(() => []);
      const prefix = join(root, labId).length + 1;
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(prefix).replaceAll('\\', '/'))
        .toSorted();
    },
    read: (labId, path) => readFile(join(root, labId, path), 'utf8').catch(() => undefined),
  };
}
