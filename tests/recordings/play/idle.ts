import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Where the state of a process can be read: Linux. */
export const canSeeProcesses = process.platform === 'linux';

/** So many looks in a row must find everybody waiting: between two threads there may be a moment when nobody runs. */
const looks = 3;
const betweenLooksMs = 2;
/**
 * kubectl looks so often, by its own clock, whether what it was sent is what it waits for: only then does it wait for
 * more. @see k8s.io/client-go/tools/cache/shared_informer.go syncedPollPeriod
 */
const pollMs = 100;

/**
 * Resolves once every thread of these processes sleeps, and this process has handled what they sent: then they wait
 * for the cluster, or for a clock.
 * @param seen counts what the processes asked and were told; when it moves, they are looked at anew
 * @param toldBefore what it counted when they were last found idle: they have thought about that already
 */
export async function waitUntilIdle(
  pids: () => readonly number[],
  seen: () => number,
  toldBefore: number,
): Promise<number> {
  let quiet = 0;
  let before = seen();
  for (;;) {
    const needed =
      before === toldBefore || pids().length === 0 ? looks : Math.max(looks, (1.2 * pollMs) / betweenLooksMs);
    if (quiet >= needed) return before;
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
