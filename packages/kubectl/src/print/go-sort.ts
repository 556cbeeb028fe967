/** Rows in slices of this length or less are put in order one by one. */
const fewRows = 12;
/** From this length on the pivot is a median of medians, and a nearly sorted slice is mended in place. */
const manyRows = 50;
const mendingSteps = 5;

/**
 * Sorts a copy as Go's `sort.Sort` does, down to the order of equals: kubectl prints rows of equal age in the order that
 * this pattern-defeating quicksort leaves them in.
 * @param less whether one goes before another; for equals it must give the same answer each time
 * @see https://cs.opensource.google/go/go/+/refs/tags/go1.26.0:src/sort/zsortinterface.go
 */
export function goSort<T>(items: readonly T[], less: (a: T, b: T) => boolean): T[] {
  const sorted = [...items];
  new Sorting(sorted, less).sort(0, sorted.length, Math.floor(Math.log2(Math.max(1, sorted.length))) + 1);
  return sorted;
}

type Hint = 'decreasing' | 'increasing' | 'unknown';

class Sorting<T> {
  readonly #items: T[];
  readonly #less: (a: T, b: T) => boolean;

  constructor(items: T[], less: (a: T, b: T) => boolean) {
    this.#items = items;
    this.#less = less;
  }

  /** Sorts from `from` up to `to`. @param limit how many bad pivots are borne before it goes on as a heap sort */
  sort(from: number, to: number, limit: number): void {
    let [a, b, left] = [from, to, limit];
    let [wasBalanced, wasPartitioned] = [true, true];
    for (;;) {
      const length = b - a;
      if (length <= fewRows) return this.#insert(a, b);
      if (left === 0) return this.#heapSort(a, b);
      if (!wasBalanced) {
        this.#breakPatterns(a, b);
        left -= 1;
      }
      let { pivot, hint } = this.#choosePivot(a, b);
      if (hint === 'decreasing') {
        this.#reverse(a, b);
        pivot = b - 1 - (pivot - a);
        hint = 'increasing';
      }
      if (wasBalanced && wasPartitioned && hint === 'increasing' && this.#mend(a, b)) return;
      if (a > 0 && !this.#isLess(a - 1, pivot)) {
        a = this.#partitionEqual(a, b, pivot);
        continue;
      }
      const { middle, wasSorted } = this.#partition(a, b, pivot);
      wasPartitioned = wasSorted;
      const [before, after] = [middle - a, b - middle];
      wasBalanced = Math.min(before, after) >= Math.floor(length / 8);
      if (before < after) {
        this.sort(a, middle, left);
        a = middle + 1;
      } else {
        this.sort(middle + 1, b, left);
        b = middle;
      }
    }
  }

  #isLess(i: number, j: number): boolean {
    return this.#less(this.#items[i] as T, this.#items[j] as T);
  }

  #swap(i: number, j: number): void {
    const item = this.#items[i] as T;
    this.#items[i] = this.#items[j] as T;
    this.#items[j] = item;
  }

  #insert(a: number, b: number): void {
    for (let i = a + 1; i < b; i += 1) for (let j = i; j > a && this.#isLess(j, j - 1); j -= 1) this.#swap(j, j - 1);
  }

  #heapSort(a: number, b: number): void {
    const length = b - a;
    for (let i = Math.floor((length - 1) / 2); i >= 0; i -= 1) this.#siftDown(i, length, a);
    for (let i = length - 1; i >= 0; i -= 1) {
      this.#swap(a, a + i);
      this.#siftDown(0, i, a);
    }
  }

  #siftDown(low: number, high: number, first: number): void {
    for (let root = low; ; ) {
      let child = 2 * root + 1;
      if (child >= high) return;
      if (child + 1 < high && this.#isLess(first + child, first + child + 1)) child += 1;
      if (!this.#isLess(first + root, first + child)) return;
      this.#swap(first + root, first + child);
      root = child;
    }
  }

  #partition(a: number, b: number, pivot: number): { middle: number; wasSorted: boolean } {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    const skip = () => {
      while (i <= j && this.#isLess(i, a)) i += 1;
      while (i <= j && !this.#isLess(j, a)) j -= 1;
    };
    skip();
    const wasSorted = i > j;
    while (i <= j) {
      this.#swap(i, j);
      i += 1;
      j -= 1;
      skip();
    }
    this.#swap(j, a);
    return { middle: j, wasSorted };
  }

  /** Puts what equals the pivot first. @returns where the rest begins */
  #partitionEqual(a: number, b: number, pivot: number): number {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.#isLess(a, i)) i += 1;
      while (i <= j && this.#isLess(a, j)) j -= 1;
      if (i > j) return i;
      this.#swap(i, j);
      i += 1;
      j -= 1;
    }
  }

  /** @returns whether all is in order now */
  #mend(a: number, b: number): boolean {
    let i = a + 1;
    for (let step = 0; step < mendingSteps; step += 1) {
      while (i < b && !this.#isLess(i, i - 1)) i += 1;
      if (i === b) return true;
      if (b - a < manyRows) return false;
      this.#swap(i, i - 1);
      if (i - a >= 2) for (let j = i - 1; j >= 1 && this.#isLess(j, j - 1); j -= 1) this.#swap(j, j - 1);
      if (b - i >= 2) for (let j = i + 1; j < b && this.#isLess(j, j - 1); j += 1) this.#swap(j, j - 1);
    }
    return false;
  }

  /** Scatters three items about the middle, by numbers that the length alone decides. */
  #breakPatterns(a: number, b: number): void {
    const length = b - a;
    if (length < 8) return;
    let random = BigInt(length);
    const mask = (1n << BigInt(length.toString(2).length)) - 1n;
    const middle = a + Math.floor(length / 4) * 2;
    for (let index = middle - 1; index <= middle + 1; index += 1) {
      random = BigInt.asUintN(64, random ^ (random << 13n));
      random ^= random >> 7n;
      random = BigInt.asUintN(64, random ^ (random << 17n));
      const other = Number(random & mask);
      this.#swap(index, a + (other >= length ? other - length : other));
    }
  }

  #choosePivot(a: number, b: number): { pivot: number; hint: Hint } {
    const length = b - a;
    const quarter = Math.floor(length / 4);
    let swaps = 0;
    const median = (...places: [number, number, number]): number => {
      let [x, y, z] = places;
      const order = (p: number, q: number): [number, number] => {
        if (!this.#isLess(q, p)) return [p, q];
        swaps += 1;
        return [q, p];
      };
      [x, y] = order(x, y);
      [y, z] = order(y, z);
      [x, y] = order(x, y);
      return y;
    };
    let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
    if (length >= manyRows) {
      i = median(i - 1, i, i + 1);
      j = median(j - 1, j, j + 1);
      k = median(k - 1, k, k + 1);
    }
    if (length >= 8) j = median(i, j, k);
    return { pivot: j, hint: swaps === 0 ? 'increasing' : swaps === 12 ? 'decreasing' : 'unknown' };
  }

  #reverse(a: number, b: number): void {
    for (let [i, j] = [a, b - 1]; i < j; [i, j] = [i + 1, j - 1]) this.#swap(i, j);
  }
}
