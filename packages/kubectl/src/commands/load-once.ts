/**
 * Loads code when it is first asked for, and keeps it: whoever asks again does not wait for the host, which matters where
 * a clock jumps meanwhile. Asked again when it has failed.
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
