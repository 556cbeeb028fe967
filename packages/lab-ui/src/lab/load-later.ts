type LaterParts = typeof import('./later-parts.ts')['laterParts'];

/** Whether the parts that come after the prompt are there. */
export interface LaterState {
  readonly parts: LaterParts | undefined;
  /** The last try came to nothing. */
  readonly hasFailed: boolean;
}

let state: LaterState = { parts: undefined, hasFailed: false };
let loading: Promise<LaterParts> | undefined;
const listeners = new Set<() => void>();

export function laterState(): LaterState {
  return state;
}

/** @returns a function that ends it */
export function onLaterState(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Loads them once; after a failure again. @throws when they cannot be loaded */
export async function loadLater(): Promise<LaterParts> {
  loading ??= import('./later-parts.ts').then(({ laterParts }) => laterParts);
  try {
    const parts = await loading;
    change({ parts, hasFailed: false });
    return parts;
  } catch (error) {
    loading = undefined;
    change({ parts: undefined, hasFailed: true });
    throw error;
  }
}

function change(next: LaterState): void {
  if (next.parts === state.parts && next.hasFailed === state.hasFailed) return;
  state = next;
  for (const listener of listeners) listener();
}
