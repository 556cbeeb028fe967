import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, parsePage } from './page.ts';

const root = join(import.meta.dirname, '..', '..');

/** The pages whose console fences are run, as paths from the repository's root. */
export function pageFiles(): string[] {
  return [
    'README.md',
    ...filesIn('docs/concepts', '.mdx'),
    ...filesIn('docs/glossary', '.md'),
    ...['apps', 'packages'].flatMap((room) => namesIn(room).map((name) => `${room}/${name}/README.md`)),
  ].filter((file) => existsSync(join(root, file)));
}

/** @param file a path from the repository's root */
export function readPage(file: string): Page {
  return parsePage(file, readFileSync(join(root, file), 'utf8'));
}

function filesIn(folder: string, ending: string): string[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
}

function namesIn(folder: string): string[] {
  return existsSync(join(root, folder)) ? readdirSync(join(root, folder)).toSorted() : [];
}
