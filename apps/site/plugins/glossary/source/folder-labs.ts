import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { LabSource } from '@podlab/lab-format';

/** Labs in a folder of this machine. */
export function folderLabs(root: string): LabSource {
  return {
    async listLabs() {
      const entries = await readdir(root, { withFileTypes: true });
      return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
    },
    async listFiles(labId) {
      const folder = join(root, labId);
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).toSorted();
    },
    read: (labId, path) => readFile(join(root, labId, path), 'utf8'),
  };
}
