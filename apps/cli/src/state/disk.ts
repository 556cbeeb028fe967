import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { CliError } from '../errors.ts';

let drafts = 0;

/** Makes a folder that only its owner can read, with its parents. @throws CliError */
export function makeFolder(folder: string): void {
  told(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
}

/** Reads a text file, or undefined when there is none. @throws CliError */
export function readText(path: string): string | undefined {
  return told(path, () => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  });
}

/**
 * Replaces a file as a whole: after a crash there is the old text or the new one, never a part.
 * @param mode default 0600
 * @throws CliError
 */
export function writeAtomically(path: string, text: string, mode = 0o600): void {
  makeFolder(dirname(path));
  drafts += 1;
  const draft = `${path}.draft-${process.pid}-${drafts}`;
  told(path, () => {
    try {
      const file = openSync(draft, 'wx', mode);
      try {
        writeWhole(file, Buffer.from(text));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(draft, path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  });
}

/** Writes all bytes to an open file; one call of the system may take only a part. */
export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/**
 * Moves a file that cannot be read out of the way, under its name and the time; nothing is ever overwritten.
 * @returns the new path
 */
export function keepAside(path: string, nowMs: number): string {
  const time = new Date(nowMs).toISOString().replace(/[:.]/g, '-');
  let aside = `${path}.corrupt-${time}`;
  for (let n = 2; existsSync(aside); n += 1) aside = `${path}.corrupt-${time}-${n}`;
  told(path, () => renameSync(path, aside));
  return aside;
}

/** Runs `work` on the disk, and tells its failure with cause and next step. */
export function told<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw diskError(path, error);
  }
}

/** A failure of the disk in words. Errors that are none of the disk come back unchanged. */
export function diskError(path: string, error: unknown): unknown {
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new CliError('NO_SPACE', `There is no space left on the disk for ${path}.`, {
        next: 'Free some space, or set PODLAB_HOME to a folder on another disk. What was saved before is intact.',
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new CliError('STATE_UNUSABLE', `Podlab may not write ${path}.`, {
        next: 'Give yourself the right to write there, or set PODLAB_HOME to a folder of yours.',
        cause: error,
      });
    case 'ENOTDIR':
    case 'EEXIST':
      return new CliError('STATE_UNUSABLE', `Podlab cannot use ${path}: a file is where a folder should be.`, {
        next: 'Move that file away, or set PODLAB_HOME to another folder.',
        cause: error,
      });
    default:
      return error;
  }
}

function syncFolder(folder: string): void {
  // Windows cannot open folders; there a rename is durable by itself.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
