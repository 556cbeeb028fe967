/** When an inode last changed in which way, in virtual milliseconds since the Unix epoch. */
interface Times {
  readonly modifiedMs: number;
  readonly accessedMs: number;
  readonly changedMs: number;
}

/** What was made last: most inodes of a container are made in the same moment, and hold these times together. */
let latest: Times = { modifiedMs: 0, accessedMs: 0, changedMs: 0 };

function timesOf(modifiedMs: number, accessedMs: number, changedMs: number): Times {
  if (latest.modifiedMs !== modifiedMs || latest.accessedMs !== accessedMs || latest.changedMs !== changedMs) {
    latest = { modifiedMs, accessedMs, changedMs };
  }
  return latest;
}

/** The times of an inode. Three numbers each would be a third of what a directory takes. */
export class TimedInode {
  #times: Times;

  constructor({ modifiedMs, accessedMs, changedMs }: Times) {
    this.#times = timesOf(modifiedMs, accessedMs, changedMs);
  }

  get modifiedMs(): number {
    return this.#times.modifiedMs;
  }

  set modifiedMs(timeMs: number) {
    this.#times = timesOf(timeMs, this.accessedMs, this.changedMs);
  }

  get accessedMs(): number {
    return this.#times.accessedMs;
  }

  set accessedMs(timeMs: number) {
    this.#times = timesOf(this.modifiedMs, timeMs, this.changedMs);
  }

  get changedMs(): number {
    return this.#times.changedMs;
  }

  set changedMs(timeMs: number) {
    this.#times = timesOf(this.modifiedMs, this.accessedMs, timeMs);
  }
}

/** All three are now. */
export function bornAt(nowMs: number): Times {
  return timesOf(nowMs, nowMs, nowMs);
}
