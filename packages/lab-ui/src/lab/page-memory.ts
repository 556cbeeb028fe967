/** Where a page keeps small things between visits; `localStorage` is one. */
export interface KeyedText {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** What a page remembers of a lab. Everything works without it: where nothing can be kept, nothing is. */
export interface PageMemory {
  read<T>(name: MemoryName): T | undefined;
  write(name: MemoryName, value: unknown): void;
}

/** `progress`, `history`, `commands` belong to one lab; `muted` and `table` to the reader. */
export type MemoryName = 'progress' | 'history' | 'muted' | 'table';

const ofReader: ReadonlySet<MemoryName> = new Set(['muted', 'table']);

export function createPageMemory(store: () => KeyedText | undefined, lab: string): PageMemory {
  const key = (name: MemoryName) => `podlab:v1:${ofReader.has(name) ? name : `${name}:${lab}`}`;
  return {
    read<T>(name: MemoryName): T | undefined {
      try {
        const text = store()?.getItem(key(name));
        return text == null ? undefined : (JSON.parse(text) as T);
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
