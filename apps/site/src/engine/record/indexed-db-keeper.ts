import type { LogEntry } from '@podlab/grader';
import type { JournalEntry } from '@podlab/simulator';
import type { RunKeeper } from './run-keeper.ts';
import type { SavedRun } from './saved-run.ts';

const databaseName = 'podlab-labs';
const storeName = 'runs';

/**
 * Keeps a run in the browser, in chunks: every flush is one transaction, begun and committed before it returns, so that
 * a reload right afterwards finds it.
 * @param onFailure told when something could not be kept (storage is full); what was kept until then stays
 * @throws DOMException when the browser allows no storage here
 */
export async function openIndexedDbKeeper(labId: string, onFailure: (error: unknown) => void): Promise<RunKeeper> {
  const database = await openDatabase();
  return new IndexedDbKeeper(database, labId, onFailure);
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser gave no reason')));
    request.addEventListener('blocked', () => reject(new Error('another tab holds an older version of the storage')));
  });
}

type Chunk = readonly unknown[];

class IndexedDbKeeper implements RunKeeper {
  readonly #database: IDBDatabase;
  readonly #labId: string;
  readonly #onFailure: (error: unknown) => void;
  #journal: JournalEntry[] = [];
  #history: LogEntry[] = [];
  #values = new Map<string, unknown>();
  #clears = false;
  #chunks = 0;

  constructor(database: IDBDatabase, labId: string, onFailure: (error: unknown) => void) {
    this.#database = database;
    this.#labId = labId;
    this.#onFailure = onFailure;
  }

  async load(): Promise<SavedRun | undefined> {
    const store = this.#database.transaction(storeName, 'readonly').objectStore(storeName);
    const [keys, values] = await Promise.all([
      resultOf(store.getAllKeys(this.#range())),
      resultOf(store.getAll(this.#range()) as IDBRequest<unknown[]>),
    ]);
    const parts = new Map(keys.map((key, index) => [(key as string).slice(this.#labId.length + 1), values[index]]));
    const chunksOf = (what: string) =>
      [...parts].filter(([key]) => key.startsWith(`${what}/`)).flatMap(([, value]) => value as Chunk);
    this.#chunks = parts.size;
    const meta = parts.get('meta') as SavedRun['meta'] | undefined;
    if (!meta) return undefined;
    return {
      meta,
      journal: chunksOf('journal') as SavedRun['journal'],
      history: chunksOf('history') as SavedRun['history'],
      files: (parts.get('files') ?? []) as SavedRun['files'],
      marks: (parts.get('marks') ?? []) as SavedRun['marks'],
    };
  }

  begin({ meta, journal, history, files, marks }: SavedRun): void {
    this.#clears = true;
    this.#journal = [...journal];
    this.#history = [...history];
    this.#values = new Map<string, unknown>([
      ['meta', meta],
      ['files', files],
      ['marks', marks],
    ]);
  }

  addJournal(entry: JournalEntry): void {
    this.#journal.push(entry);
  }

  addHistory(entry: LogEntry): void {
    this.#history.push(entry);
  }

  put(what: string, value: unknown): void {
    this.#values.set(what, value);
  }

  flush(): void {
    if (!this.#clears && this.#journal.length + this.#history.length + this.#values.size === 0) return;
    try {
      this.#write();
    } catch (error) {
      this.#onFailure(error);
    }
  }

  close(): void {
    this.flush();
    this.#database.close();
  }

  #write(): void {
    const transaction = this.#database.transaction(storeName, 'readwrite', { durability: 'relaxed' });
    transaction.addEventListener('abort', () =>
      this.#onFailure(transaction.error ?? new Error('the browser gave no reason')),
    );
    const store = transaction.objectStore(storeName);
    if (this.#clears) store.delete(this.#range());
    for (const [what, value] of this.#values) store.put(value, `${this.#labId}/${what}`);
    if (this.#journal.length > 0) store.put(this.#journal, this.#chunkKey('journal'));
    if (this.#history.length > 0) store.put(this.#history, this.#chunkKey('history'));
    // Without it the browser waits for this task to end, and a page that is closed meanwhile loses it.
    transaction.commit();
    this.#clears = false;
    this.#journal = [];
    this.#history = [];
    this.#values.clear();
  }

  /** Keys of chunks sort as they were written. */
  #chunkKey(what: string): string {
    this.#chunks += 1;
    return `${this.#labId}/${what}/${String(this.#chunks).padStart(9, '0')}`;
  }

  #range(): IDBKeyRange {
    return IDBKeyRange.bound(`${this.#labId}/`, `${this.#labId}0`, false, true);
  }
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser gave no reason')));
  });
}
