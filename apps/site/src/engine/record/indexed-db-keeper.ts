import type { LogEntry } from '@podlab/grader';
import type { JournalEntry } from '@podlab/simulator';
import { openDatabase, readParts, storeName } from './indexed-db.ts';
import { RunKeys } from './kept-parts.ts';
import type { KeptBefore, RunKeeper } from './run-keeper.ts';
import type { SavedRun } from './saved-run.ts';

/**
 * Keeps a run in the browser, in chunks: every flush is one transaction, begun and committed before it returns, so that
 * a reload right afterwards finds it. `load` comes first: it begins the generation that all else is written to.
 * @param onFailure told when something could not be kept (storage is full); what was kept until then stays
 * @throws DOMException when the browser allows no storage here
 */
export async function openIndexedDbKeeper(labId: string, onFailure: (error: unknown) => void): Promise<RunKeeper> {
  const database = await openDatabase();
  return new IndexedDbKeeper(database, labId, onFailure);
}

class IndexedDbKeeper implements RunKeeper {
  readonly #database: IDBDatabase;
  readonly #keys: RunKeys;
  readonly #onFailure: (error: unknown) => void;
  #journal: JournalEntry[] = [];
  #history: LogEntry[] = [];
  #values = new Map<string, unknown>();
  #clears = false;
  #generation = 0;
  #chunks = 0;

  constructor(database: IDBDatabase, labId: string, onFailure: (error: unknown) => void) {
    this.#database = database;
    this.#keys = new RunKeys(labId);
    this.#onFailure = onFailure;
  }

  async load(): Promise<KeptBefore> {
    const transaction = this.#transaction();
    const store = transaction.objectStore(storeName);
    // In one transaction: of two tabs that open the run at once, the second one finds what the first one has begun.
    const { newest, run, old } = this.#keys.read(await readParts(store, this.#keys.all()));
    this.#generation = newest + 1;
    store.delete(this.#keys.all());
    if (run) {
      for (const what of ['meta', 'files', 'marks'] as const) {
        store.put(run[what], this.#keys.value(this.#generation, what));
      }
      this.#putChunks(store, run.journal, run.history);
    }
    store.put(true, this.#keys.value(this.#generation, 'whole'));
    transaction.commit();
    return { run, old };
  }

  begin({ meta, journal, history, files, marks }: SavedRun): void {
    this.#clears = true;
    this.#journal = [...journal];
    this.#history = [...history];
    this.#values = new Map<string, unknown>([
      ['whole', true],
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
    const transaction = this.#transaction();
    const store = transaction.objectStore(storeName);
    if (this.#clears) store.delete(this.#keys.generation(this.#generation));
    for (const [what, value] of this.#values) store.put(value, this.#keys.value(this.#generation, what));
    this.#putChunks(store, this.#journal, this.#history);
    // Without it the browser waits for this task to end, and a page that is closed meanwhile loses it.
    transaction.commit();
    this.#clears = false;
    this.#journal = [];
    this.#history = [];
    this.#values.clear();
  }

  #transaction(): IDBTransaction {
    const transaction = this.#database.transaction(storeName, 'readwrite', { durability: 'relaxed' });
    transaction.addEventListener('abort', () =>
      this.#onFailure(transaction.error ?? new Error('the browser gave no reason')),
    );
    return transaction;
  }

  #putChunks(store: IDBObjectStore, journal: SavedRun['journal'], history: SavedRun['history']): void {
    this.#chunks += 1;
    if (journal.length > 0) store.put(journal, this.#keys.chunk(this.#generation, 'journal', this.#chunks));
    if (history.length > 0) store.put(history, this.#keys.chunk(this.#generation, 'history', this.#chunks));
  }
}
