import { readFileSync } from 'node:fs';

/** A process that may hold something: its id alone may have been given to another one since. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, as the system spells it; undefined where that is not known. */
  readonly startTime?: string;
}

/** The identity of this process, or of another one that runs. */
export function identifyProcess(pid: number): ProcessIdentity {
  const startTime = startTimeOf(pid);
  return startTime === undefined ? { pid } : { pid, startTime };
}

/** Whether the very process runs. Where start times are not known, any process with its id counts. */
export function isRunning(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it is there, and another user's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const startTime = startTimeOf(identity.pid);
  return identity.startTime === undefined || startTime === undefined || startTime === identity.startTime;
}

/**
 * Boot and clock ticks since it, on Linux.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (field 22; a zombie, field 3, runs no more)
 */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return 'gone';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19]}`;
  } catch {
    return undefined;
  }
}
