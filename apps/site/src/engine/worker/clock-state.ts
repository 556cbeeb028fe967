import type { ClusterTime } from '@podlab/lab-ui/model';

/** A page that counts on by itself is put right when it is this far off. */
const toleranceMs = 300;

/** The time as the page is told it: again only when it cannot have counted on by itself. */
export class ClockState {
  #told: ClusterTime | undefined;
  #toldAtMs = 0;

  /** @param hostMs the machine's time */
  read(now: ClusterTime, hostMs: number): ClusterTime {
    const told = this.#told;
    if (told && isSame(told, now)) {
      const counted = told.nowMs + (told.looking ? 0 : (hostMs - this.#toldAtMs) * told.rate);
      if (Math.abs(counted - now.nowMs) <= toleranceMs * Math.max(1, now.rate)) return told;
    }
    this.#told = now;
    this.#toldAtMs = hostMs;
    return now;
  }
}

function isSame(a: ClusterTime, b: ClusterTime): boolean {
  return a.rate === b.rate && a.looking === b.looking && a.startedMs === b.startedMs;
}
