import { useMemo, useSyncExternalStore } from 'react';
import { readStored, watchStored, writeStored } from './storage.ts';

/** The pages that were read to their end, by doc id. Where storage is forbidden they are known until the page is left. */
const none: readonly string[] = [];
let pages: readonly string[] | undefined;
const listeners = new Set<() => void>();

export function useReadPages(): {
  readonly isRead: (id: string) => boolean;
  readonly setRead: (id: string, read: boolean) => void;
} {
  const read = useSyncExternalStore(subscribe, current, () => none);
  return useMemo(() => ({ isRead: (id) => read.includes(id), setRead }), [read]);
}

function setRead(id: string, read: boolean): void {
  const others = current().filter((page) => page !== id);
  pages = read ? [...others, id] : others;
  writeStored('read', pages);
  announce();
}

function current(): readonly string[] {
  pages ??= load();
  return pages;
}

function load(): readonly string[] {
  const stored = readStored('read');
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : none;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const stop = watchStored('read', () => {
    pages = undefined;
    announce();
  });
  return () => {
    listeners.delete(listener);
    stop();
  };
}

function announce(): void {
  for (const listener of listeners) listener();
}
