/** A run of consecutive indexes, both ends included. */
export interface IndexInterval {
  readonly first: number;
  readonly last: number;
}

/**
 * Completion indexes, as a Job's status writes them: `0,2-4,7`. Two neighbours stand apart (`2,3`), three or more as a
 * range. A value: what adds returns another set.
 * @see pkg/controller/job/indexed_job_utils.go orderedIntervals
 */
export class IndexSet {
  static readonly empty = new IndexSet([]);
  /** In ascending order, apart from each other by at least one index. */
  readonly #intervals: readonly IndexInterval[];

  private constructor(intervals: readonly IndexInterval[]) {
    this.#intervals = intervals;
  }

  static of(indexes: Iterable<number>): IndexSet {
    return new IndexSet(joined([...indexes].map((index) => ({ first: index, last: index }))));
  }

  /** Reads the notation of a status or a success policy. What is not below `completions`, or no interval, is left out. */
  static parse(text: string | undefined, completions: number): IndexSet {
    const intervals: IndexInterval[] = [];
    for (const part of text ? text.split(',') : []) {
      const match = /^(\d+)(?:-(\d+))?$/.exec(part);
      if (!match) continue;
      const first = Number(match[1]);
      const last = Math.min(match[2] === undefined ? first : Number(match[2]), completions - 1);
      if (first < completions) intervals.push({ first, last });
    }
    return new IndexSet(joined(intervals));
  }

  get size(): number {
    return this.#intervals.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  has(index: number): boolean {
    return this.#intervals.some(({ first, last }) => first <= index && index <= last);
  }

  union(other: IndexSet): IndexSet {
    return new IndexSet(joined([...this.#intervals, ...other.#intervals]));
  }

  /** How many indexes are in both. */
  countCommon(other: IndexSet): number {
    return this.#intervals.reduce(
      (sum, mine) =>
        sum +
        other.#intervals.reduce(
          (inner, its) => inner + Math.max(0, Math.min(mine.last, its.last) - Math.max(mine.first, its.first) + 1),
          0,
        ),
      0,
    );
  }

  /** The lowest `count` indexes below `completions` that are not in the set. */
  firstMissing(count: number, completions: number): number[] {
    const missing: number[] = [];
    let candidate = 0;
    for (const { first, last } of [...this.#intervals, { first: completions, last: completions }]) {
      for (; candidate < Math.min(first, completions) && missing.length < count; candidate += 1)
        missing.push(candidate);
      candidate = Math.max(candidate, last + 1);
    }
    return missing;
  }

  toString(): string {
    return this.#intervals
      .map(({ first, last }) => {
        if (first === last) return String(first);
        return last === first + 1 ? `${first},${last}` : `${first}-${last}`;
      })
      .join(',');
  }
}

function joined(intervals: readonly IndexInterval[]): IndexInterval[] {
  const result: IndexInterval[] = [];
  for (const interval of intervals.toSorted((a, b) => a.first - b.first)) {
    const previous = result.at(-1);
    if (!previous || interval.first > previous.last + 1) result.push(interval);
    else result[result.length - 1] = { first: previous.first, last: Math.max(previous.last, interval.last) };
  }
  return result;
}
