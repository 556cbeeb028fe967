import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Address, unplaced } from './base-place.ts';
import { findPlaces, moveText, type Places } from './rebase-text.ts';

/** Written into a site by its first rebase; lets any later one find every place again, whatever the base then is. */
const recordName = 'podlab-base.json';
const textFile = /\.(html|js|css|json|xml|txt|md|webmanifest)$/;

interface BaseRecord extends Address {
  readonly files: Readonly<Record<string, Places>>;
}

/**
 * Gives a built site another address, in place. A site may be rebased as often as one likes.
 * @throws Error where `folder` holds no site of ours, or one that was changed by hand since
 */
export function rebaseSite(folder: string, to: Address): { readonly files: number } {
  const record = readRecord(folder);
  const moved = Object.entries(record.files).map(([name, places]) => {
    try {
      return { name, ...moveText(readFileSync(join(folder, name), 'utf8'), places, record, to) };
    } catch (cause) {
      throw new Error(`${name} cannot be rebased; build the site again with 'pnpm build'`, { cause });
    }
  });
  for (const { name, text } of moved) replaceFile(join(folder, name), text);
  const files = Object.fromEntries(moved.map(({ name, places }) => [name, places]));
  replaceFile(join(folder, recordName), JSON.stringify({ ...to, files } satisfies BaseRecord));
  return { files: moved.length };
}

function readRecord(folder: string): BaseRecord {
  const file = join(folder, recordName);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as BaseRecord;
  const files = listFiles(folder)
    .filter((name) => textFile.test(name))
    .map((name) => [name, findPlaces(readFileSync(join(folder, name), 'utf8'), unplaced)] as const)
    .filter(([, places]) => places.origin.length + places.base.length > 0);
  if (files.length === 0) throw new Error(`${folder} holds no site built by 'pnpm build'`);
  return { ...unplaced, files: Object.fromEntries(files) };
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
