import { RunKeys } from './kept-parts.ts';
import type { SavedRun } from './saved-run.ts';

const databaseName = 'podlab-labs';
export const storeName = 'runs';

/** @throws DOMException when the browser allows no storage here */
export function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser gave no reason')));
    request.addEventListener('blocked', () => reject(new Error('another tab holds an older version of the storage')));
  });
}

/** Everything in a range, sorted by key. */
export async function readParts(store: IDBObjectStore, range: IDBKeyRange): Promise<ReadonlyMap<string, unknown>> {
  const [keys, values] = await Promise.all([
    resultOf(store.getAllKeys(range)),
    resultOf(store.getAll(range) as IDBRequest<unknown[]>),
  ]);
  return new Map(keys.map((key, index) => [key as string, values[index]]));
}

/**
 * What is kept of a lab, without taking it up.
 * @param lab as `openIndexedDbKeeper` takes it
 * @throws DOMException when the browser allows no storage here
 */
export async function readKeptRun(lab: string): Promise<SavedRun | undefined> {
  const database = await openDatabase();
  try {
    const keys = new RunKeys(lab);
    const store = database.transaction(storeName, 'readonly').objectStore(storeName);
    return keys.read(await readParts(store, keys.all())).run;
  } finally {
    database.close();
  }
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser gave no reason')));
  });
}
