import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { told } from '../state/disk.ts';
import { findHolder, type LockHolder } from '../state/lock.ts';
import type { StatePaths } from '../state/paths.ts';

/** A new sandbox's folder. @param name used by no other sandbox */
export function sandboxFolder(paths: StatePaths, name: string): string {
  return join(paths.clone, 'sandboxes', name);
}

/** What the process that runs a sandbox holds. */
export function sandboxLock(folder: string): string {
  return join(folder, 'lock');
}

/** Who runs a sandbox of this clone now. */
export function liveSandboxes(paths: StatePaths, nowMs: number): LockHolder[] {
  const folder = join(paths.clone, 'sandboxes');
  return told(folder, () => listNames(folder)).flatMap(
    (name) => findHolder(sandboxLock(join(folder, name)), nowMs) ?? [],
  );
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
