import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const places = ['apps/site', 'docs', 'labs', 'packages', 'pnpm-lock.yaml'];
const made = new Set(['node_modules', 'build', '.docusaurus', '.generated', 'bench', 'contributing']);

/** A digest of files below the repository; default: of everything that a build of the site is made from. */
export function digestInputs(from: readonly string[] = places): string {
  const hash = createHash('sha256');
  for (const place of from) add(place);
  return hash.digest('hex');

  function add(path: string): void {
    const entries = readEntries(path);
    if (entries === undefined) {
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(root, path)))
        .update('\0');
      return;
    }
    for (const name of entries.toSorted()) if (!made.has(name)) add(`${path}/${name}`);
  }
}

function readEntries(path: string): string[] | undefined {
  try {
    return readdirSync(join(root, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}
