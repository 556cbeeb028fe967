import type { LabProgress } from './progress.ts';

/** Where a page keeps small things between visits; `localStorage` is one. */
export interface KeyedText {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** What is remembered: `progress` and `history` (of the terminal) of one lab; `muted` and `table` of the reader. */
export interface Remembered {
  readonly progress: LabProgress;
  readonly history: readonly string[];
  readonly muted: boolean;
  readonly table: boolean;
}

/** What a page remembers of a lab. Everything works without it: where nothing can be kept, nothing is. */
export interface PageMemory {
  /** Undefined: nothing is kept, or it is not what it should be. */
  read<Name extends keyof Remembered>(name: Name): Remembered[Name] | undefined;
  write<Name extends keyof Remembered>(name: Name, value: Remembered[Name]): void;
}

/** @param store called each time: a browser may forbid its storage, or stop forbidding it */
export function createPageMemory(store: () => KeyedText | undefined, lab: string): PageMemory {
  const key = (name: keyof Remembered) => `podlab:v1:${name === 'muted' || name === 'table' ? name : `${name}:${lab}`}`;
  return {
    read(name) {
      try {
        const value: unknown = JSON.parse(store()?.getItem(key(name)) ?? 'null');
        return isRemembered(name, value) ? value : undefined;
      } catch {
        return undefined;
      }
    },
    write(name, value) {
      try {
        store()?.setItem(key(name), JSON.stringify(value));
      } catch {
        // Full, or forbidden by the browser: the page goes on without.
      }
    },
  };
}

/** Another version of the site, or a reader's hand, may have written it. */
function isRemembered<Name extends keyof Remembered>(name: Name, value: unknown): value is Remembered[Name] {
  if (name === 'muted' || name === 'table') return typeof value === 'boolean';
  if (name === 'history') return areTexts(value);
  const { version, steps, passed } = (value ?? {}) as Partial<Record<keyof LabProgress, unknown>>;
  return typeof version === 'number' && areTexts(steps) && typeof passed === 'boolean';
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
