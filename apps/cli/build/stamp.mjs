import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Files beside the sources that change what the bundle holds. */
const settings = ['package.json', 'pnpm-lock.yaml', 'apps/cli/build/bundle.mjs'];

/**
 * Names the state of the sources: a hash over path, size and time of change of everything that the bundle is made of.
 * @param {string} root the clone
 * @returns {string} 16 hexadecimal digits
 */
export function sourceStamp(root) {
  const hash = createHash('sha256');
  for (const folder of [...packageFolders(root), 'apps/cli']) addFolder(hash, root, `${folder}/src`);
  for (const file of settings) addFile(hash, root, file);
  return hash.digest('hex').slice(0, 16);
}

function packageFolders(root) {
  return readdirSync(join(root, 'packages'))
    .sort()
    .map((name) => `packages/${name}`);
}

function addFolder(hash, root, folder) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return;
    throw error;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) addFolder(hash, root, path);
    else if (!/\.test\.tsx?$/.test(entry.name)) addFile(hash, root, path);
  }
}

function addFile(hash, root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found) hash.update(`${path}\0${found.size}\0${found.mtimeMs}\n`);
}
