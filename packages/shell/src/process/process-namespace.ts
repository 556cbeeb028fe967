import { LateMap } from '@podlab/apimachinery';
import type { Process } from './process.ts';

/** The processes that know each other by number: those of one container, or of several that share them. */
export class ProcessNamespace {
  readonly processes = new LateMap<number, Process>();
  #lastPid = 0;

  nextPid(): number {
    this.#lastPid += 1;
    return this.#lastPid;
  }

  /** Numbers that threads have used up. */
  skip(count: number): void {
    this.#lastPid += count;
  }
}
