/** What the reader has done, kept in this browser. All our keys begin with this. */
const prefix = 'podlab:v1:';

/** @returns undefined also where storage is forbidden or holds something else */
export function readStored(name: string): unknown {
  try {
    const text = localStorage.getItem(prefix + name);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @returns whether it was kept; false where storage is forbidden or full */
export function writeStored(name: string, value: unknown): boolean {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Calls `changed` when another tab writes this name. @returns a function that ends it */
export function watchStored(name: string, changed: () => void): () => void {
  const listener = (event: StorageEvent) => {
    if (event.key === prefix + name || event.key === null) changed();
  };
  addEventListener('storage', listener);
  return () => removeEventListener('storage', listener);
}
