import type { SavedRun } from './saved-run.ts';

/** What is stored under a key: a value, or a chunk of the journal or of the history. */
export type KeptParts = ReadonlyMap<string, unknown>;

/** The newest whole generation of what is kept of a lab. */
export interface KeptGeneration {
  /** The highest number in use, whole or not; 0: none. */
  readonly newest: number;
  readonly run: SavedRun | undefined;
  /** Parts that are of no generation: another version of Podlab wrote them. Undefined: there are none. */
  readonly old: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Keys of a run in the browser's storage. Whoever opens a run begins a generation with a copy of it, and writes to that
 * one only: a tab that has lost the run without knowing it can write what it likes, and harms nothing.
 */
export class RunKeys {
  readonly #lab: string;

  /** @param lab the lab's id; with `#shared` behind it, what was opened from a link */
  constructor(lab: string) {
    this.#lab = lab;
  }

  /** All generations. */
  all(): IDBKeyRange {
    return below(this.#lab);
  }

  generation(generation: number): IDBKeyRange {
    return below(this.#folder(generation));
  }

  value(generation: number, what: string): string {
    return `${this.#folder(generation)}/${what}`;
  }

  /** Keys of chunks sort as they were written. */
  chunk(generation: number, what: 'journal' | 'history', number: number): string {
    return `${this.#folder(generation)}/${what}/${padded(number)}`;
  }

  /** @param parts keys and values of `all()`, sorted by key as the storage gives them */
  read(parts: KeptParts): KeptGeneration {
    const generations = [...parts.keys()].map((key) => this.#generationOf(key));
    const known = [...new Set(generations)].filter((number) => number !== undefined).toSorted((a, b) => b - a);
    const whole = known.find((number) => ['whole', 'meta'].every((what) => parts.has(this.value(number, what))));
    const others = [...parts].filter(([key]) => this.#generationOf(key) === undefined);
    return {
      newest: known[0] ?? 0,
      run: whole === undefined ? undefined : this.#join(parts, whole),
      old: others.length === 0 ? undefined : Object.fromEntries(others),
    };
  }

  #generationOf(key: string): number | undefined {
    const [name = ''] = key.slice(this.#lab.length + 1).split('/');
    return /^\d+$/.test(name) ? Number(name) : undefined;
  }

  #join(parts: KeptParts, generation: number): SavedRun {
    const chunksOf = (what: string) =>
      [...parts]
        .filter(([key]) => key.startsWith(this.value(generation, `${what}/`)))
        .flatMap(([, chunk]) => chunk as readonly unknown[]);
    const valueOf = (what: string) => parts.get(this.value(generation, what));
    return {
      meta: valueOf('meta') as SavedRun['meta'],
      journal: chunksOf('journal') as SavedRun['journal'],
      history: chunksOf('history') as SavedRun['history'],
      files: (valueOf('files') ?? []) as SavedRun['files'],
      marks: (valueOf('marks') ?? []) as SavedRun['marks'],
    };
  }

  #folder(generation: number): string {
    return `${this.#lab}/${padded(generation)}`;
  }
}

function padded(number: number): string {
  return String(number).padStart(9, '0');
}

function below(folder: string): IDBKeyRange {
  // `0` is what comes after `/`.
  return IDBKeyRange.bound(`${folder}/`, `${folder}0`, false, true);
}
