import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Where the state of a process can be read: Linux. */
export const canSeeProcesses = process.platform === 'linux';

/** So many looks in a row must find everybody waiting: between two threads there may be a moment when nobody runs. */
const looks = 3;
const betweenLooksMs = 2;

/**
 * Resolves once every thread of these processes sleeps, and this process has handled what they sent: then they wait
 * for the cluster, or for a clock.
 * @param seen counts what the processes asked; when it moves, they are looked at anew
 */
export async function waitUntilIdle(pids: () => readonly number[], seen: () => number): Promise<void> {
  let quiet = 0;
  let before = seen();
  while (quiet < looks) {
    await pause(betweenLooksMs);
    const isQuiet = pids().every(sleeps) && seen() === before;
    quiet = isQuiet ? quiet + 1 : 0;
    before = seen();
  }
}

function sleeps(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) => {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).startsWith('S');
    });
  } catch {
    // It has just ended: its shell goes on at once.
    return false;
  }
}
