import { type Status, StatusError, type Stored } from '@podlab/apimachinery';
import { readLines } from './read-lines.ts';
import type { Requester } from './requester.ts';

/** One change. Errors in the stream are thrown, not given out. */
export type WatchEvent<T = Stored> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  /** Nothing has changed up to this resourceVersion. `initialEventsEnd`: all that was there at the start has been told. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly initialEventsEnd: boolean };

/**
 * Opens one watch; its events go on until the server ends it. Reading them throws as opening it does.
 * @param path a collection's, query included
 * @throws StatusError when the watch is refused or reports an error (`Expired` when the version is too old);
 *   TransportError when the cluster is out of reach; the signal's reason when aborted
 */
export async function openWatch<T>(
  requester: Requester,
  { path, accept, signal }: { readonly path: string; readonly accept?: string; readonly signal: AbortSignal },
): Promise<AsyncIterable<WatchEvent<T>>> {
  const response = await requester.open({ path, signal, ...(accept === undefined ? {} : { accept }) });
  return readEvents(response.body, { signal });
}

async function* readEvents<T>(
  body: ReadableStream<Uint8Array> | null,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<WatchEvent<T>> {
  if (!body) return;
  for await (const line of readLines(body, { signal })) {
    const { type, object } = JSON.parse(line) as { type: string; object: Stored };
    if (type === 'ERROR') throw new StatusError(object as unknown as Status);
    if (type === 'BOOKMARK') {
      const { annotations, resourceVersion } = object.metadata;
      yield { type, resourceVersion, initialEventsEnd: annotations?.['k8s.io/initial-events-end'] === 'true' };
    } else {
      yield { type: type as 'ADDED' | 'MODIFIED' | 'DELETED', object: object as T };
    }
  }
}
