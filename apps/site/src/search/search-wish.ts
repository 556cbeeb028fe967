/**
 * Whether the reader wants to search. It is no part of a page: Ctrl K pressed while one page takes the place of another
 * opens the search over the new one.
 */
let isWanted = false;
const listeners = new Set<() => void>();

export function isSearchWanted(): boolean {
  return isWanted;
}

export function wantSearch(wanted: boolean): void {
  isWanted = wanted;
  for (const listener of listeners) listener();
}

/** @returns a function that ends it */
export function onSearchWish(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

if (typeof document !== 'undefined') {
  addEventListener('keydown', (event) => {
    if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    wantSearch(true);
  });
}
