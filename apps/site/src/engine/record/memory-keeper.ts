import type { RunKeeper } from './run-keeper.ts';
import type { SavedRun } from './saved-run.ts';

/** A part of a run that is handed to whoever outlives the worker. */
export interface KeptPart {
  /** Replaces all that was kept before. */
  readonly begin: boolean;
  readonly journal: SavedRun['journal'];
  readonly history: SavedRun['history'];
  readonly meta?: SavedRun['meta'];
  readonly files?: SavedRun['files'];
  readonly marks?: SavedRun['marks'];
}

/** Keeps a run in the memory of the page: it survives the worker, and ends with the page. */
export function createMemoryKeeper(kept: SavedRun | undefined, send: (part: KeptPart) => void): RunKeeper {
  const nothing = () => ({
    begin: false,
    journal: [] as SavedRun['journal'][number][],
    history: [] as SavedRun['history'][number][],
  });
  let part: ReturnType<typeof nothing> & {
    meta?: SavedRun['meta'];
    files?: SavedRun['files'];
    marks?: SavedRun['marks'];
  } = nothing();
  let isEmpty = true;
  const change = (make: () => void) => {
    make();
    isEmpty = false;
  };
  const flush = () => {
    if (isEmpty) return;
    send(part);
    part = nothing();
    isEmpty = true;
  };
  return {
    load: async () => ({ run: kept, old: undefined }),
    begin: ({ journal, history, ...rest }) =>
      change(() => (part = { begin: true, journal: [...journal], history: [...history], ...rest })),
    addJournal: (entry) => change(() => part.journal.push(entry)),
    addHistory: (entry) => change(() => part.history.push(entry)),
    put: (what, value) => change(() => (part = { ...part, [what]: value })),
    flush,
    close: flush,
  };
}

/** Puts a part to what was kept of a run before. */
export function joinPart(kept: SavedRun | undefined, part: KeptPart): SavedRun | undefined {
  const { begin, journal, history, ...values } = part;
  const before = begin ? undefined : kept;
  const meta = values.meta ?? before?.meta;
  if (!meta) return undefined;
  return {
    meta,
    files: values.files ?? before?.files ?? [],
    marks: values.marks ?? before?.marks ?? [],
    journal: [...(before?.journal ?? []), ...journal],
    history: [...(before?.history ?? []), ...history],
  };
}
