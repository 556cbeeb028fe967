import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const tsx = createRequire(import.meta.url).resolve('tsx/cli');

/** Building takes a minute on a quiet machine. */
export const buildTimeoutMs = 900_000;

/**
 * The site as `pnpm build` makes it, in apps/site/build; made anew only when its inputs have changed. Test files that run
 * side by side wait for one build.
 */
export async function builtSite(): Promise<string> {
  await withLock(() => {
    const build = [tsx, join(root, 'apps/site/tools/build.ts'), '--if-changed'];
    const { status, stdout, stderr } = spawnSync(process.execPath, build, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`pnpm build failed (exit code ${status}):\n${stdout}\n${stderr}`);
  });
  return join(root, 'apps/site/build');
}

async function withLock(work: () => void): Promise<void> {
  const folder = join(root, '.cache', 'site');
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'build.lock');
  const deadlineMs = Date.now() + buildTimeoutMs;
  while (!takeLock(lock)) {
    if (Date.now() > deadlineMs) throw new Error(`${lock} is held by another run; delete it when there is none`);
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** The file names its holder; a lock whose holder is gone is nobody's. */
function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(Number(readFileSync(lock, { encoding: 'utf8', flag: 'a+' })))) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
