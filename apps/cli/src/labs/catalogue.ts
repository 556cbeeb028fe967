import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type Lab, type LabSource, loadLab, loadProvenLab, type ProvenLab, reservedNames } from '@podlab/lab-format';
import { CliError } from '../errors.ts';
import { nearest } from '../text/suggest.ts';

/** Reads labs from a folder on disk. */
export function folderLabSource(folder: string): LabSource {
  return {
    listLabs: async () => listLabIds(folder),
    listFiles: async (labId) => listFiles(join(folder, labId)),
    read: async (labId, path) => readIfThere(join(folder, labId, ...path.split('/'))),
  };
}

/** Ids of the labs: names of the folders that hold a `lab.yaml`, sorted. */
export function listLabIds(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readIfThere(join(folder, entry.name, 'lab.yaml')) !== undefined)
    .map(({ name }) => name)
    .sort();
}

/**
 * Loads a lab by the name that was typed, to be played.
 * @param commands what `lab <word>` takes for a command
 * @throws CliError for a name that is no lab's, with the nearest; LabFileError with all faults of the files it read
 */
export async function findLab(folder: string, name: string, commands: readonly string[]): Promise<Lab> {
  return loadLab(folderLabSource(folder), labIdOf(folder, name, commands));
}

/** Loads a lab as `findLab` does, with its attempts. @throws as `findLab` */
export async function findProvenLab(folder: string, name: string, commands: readonly string[]): Promise<ProvenLab> {
  return loadProvenLab(folderLabSource(folder), labIdOf(folder, name, commands));
}

function labIdOf(folder: string, name: string, commands: readonly string[]): string {
  const ids = listLabIds(folder);
  if (!ids.includes(name)) throw unknownLab(name, ids, commands);
  refuseReservedName(name, commands);
  return name;
}

/** @throws CliError when a lab could never be reached, because its name is a command */
export function refuseReservedName(id: string, commands: readonly string[]): void {
  if (!commands.includes(id) && !reservedNames.includes(id)) return;
  throw new CliError('INVALID_LAB', `labs/${id}: \`${id}\` is a command of \`lab\`, so no lab may be named so.`, {
    next: 'Rename the folder, and the `id` in its lab.yaml.',
  });
}

function unknownLab(name: string, ids: readonly string[], commands: readonly string[]): CliError {
  const near = nearest(name, [...ids, ...commands]);
  const what = `There is no lab and no command \`${name}\`.`;
  return new CliError('USAGE', near ? `${what} Did you mean \`${near}\`?` : what, {
    next: `The labs: ${ids.join(', ') || 'none'}. The commands: lab --help`,
  });
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath ?? entry.path, entry.name)
          .slice(folder.length + 1)
          .split(sep)
          .join('/'),
      )
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
