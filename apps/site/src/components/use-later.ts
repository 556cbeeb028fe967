import { useEffect, useState } from 'react';

export interface Later<T> {
  /** Undefined: it is not there yet. */
  readonly value: T | undefined;
  /** The last try came to nothing. */
  readonly hasFailed: boolean;
}

/**
 * Loads code when it is wanted; after a failure, when it is wanted anew.
 * @param load the same function at each call
 */
export function useLater<T extends object>(isWanted: boolean, load: () => Promise<T>): Later<T> {
  const [value, setValue] = useState<T>();
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    if (!isWanted || value) return undefined;
    let isOver = false;
    setHasFailed(false);
    load().then(
      (loaded) => !isOver && setValue(loaded),
      () => !isOver && setHasFailed(true),
    );
    return () => {
      isOver = true;
    };
  }, [isWanted, value, load]);
  return { value, hasFailed };
}
