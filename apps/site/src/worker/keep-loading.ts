import type { Missing } from '../engine/protocol.ts';

/** How the bundler's code loads one of its files. It may throw as well as reject. */
export type LoadFile = (id: string | number) => Promise<unknown>;

export interface KeepLoadingOptions {
  /** Whether the server has another build of the site by now; rejects when no answer comes. */
  readonly isRenewed: () => Promise<boolean>;
  /** Told when something starts to be missing, and with undefined when nothing is any more. */
  readonly onMissing: (missing: Missing | undefined) => void;
  /** Resolves when it is time for the next try. @param tries those that came to nothing so far, from 1 on */
  readonly rest: (tries: number) => Promise<void>;
}

/**
 * Loads until it is there: a cluster that waits for its code cannot go on without, and goes on as if nothing had happened
 * when it comes. It never rejects.
 */
export function keepLoading(load: LoadFile, { isRenewed, onMissing, rest }: KeepLoadingOptions): LoadFile {
  let missing = 0;
  return async (id) => {
    let tries = 0;
    for (;;) {
      try {
        const loaded = await load(id);
        if (tries > 0) {
          missing -= 1;
          if (missing === 0) onMissing(undefined);
        }
        return loaded;
      } catch {
        tries += 1;
        if (tries === 1) missing += 1;
        onMissing(
          await isRenewed().then(
            (renewed) => (renewed ? 'gone' : 'unreachable'),
            () => 'unreachable' as const,
          ),
        );
        await rest(tries);
      }
    }
  };
}
