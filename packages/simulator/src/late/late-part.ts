/** A part of the cluster's code that is loaded when it is first needed. What was loaded stays. */
export interface LatePart<T> {
  readonly isHere: boolean;
  /** @throws Error when it is not here: whoever lets a call in that needs it loads it first */
  readonly code: T;
  /** Idempotent; asked again when it has failed. */
  load(): Promise<void>;
}

/** @param load resolves with the part's module */
export function latePart<T>(name: string, load: () => Promise<T>): LatePart<T> {
  let loaded: { readonly code: T } | undefined;
  let loading: Promise<void> | undefined;
  return {
    get isHere() {
      return loaded !== undefined;
    },
    get code() {
      if (!loaded) throw new Error(`the code of ${name} is not loaded yet`);
      return loaded.code;
    },
    load() {
      loading ??= load().then(
        (code) => {
          loaded = { code };
        },
        (error: unknown) => {
          loading = undefined;
          throw error;
        },
      );
      return loading;
    },
  };
}

/** A part that is here from the start. */
export function partHere<T>(code: T): LatePart<T> {
  return { isHere: true, code, load: async () => undefined };
}
