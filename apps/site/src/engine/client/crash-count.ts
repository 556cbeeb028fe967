/** So many workers that end by themselves, and it is of no use to begin another one. */
const mostCrashes = 3;
/** A worker that has lived for this long is not blamed for those before it. */
const longLifeMs = 120_000;

/** Counts workers that have ended by themselves, one soon after the other. */
export class CrashCount {
  #count = 0;
  #lastMs = 0;

  get count(): number {
    return this.#count;
  }

  /** @param nowMs milliseconds of a clock that only goes forward. @returns whether another one is worth a try */
  add(nowMs: number): boolean {
    this.#count = nowMs - this.#lastMs > longLifeMs ? 1 : this.#count + 1;
    this.#lastMs = nowMs;
    return this.#count <= mostCrashes;
  }

  forget(): void {
    this.#count = 0;
  }
}
