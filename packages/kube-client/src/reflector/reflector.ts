import { type Clock, StatusError } from '@podlab/apimachinery';
import type { KubeClient } from '../client/kube-client.ts';
import type { ObjectOf, ResourceRef } from '../resources/built-in.ts';
import { TransportError } from '../transport.ts';
import { createBackoff } from './backoff.ts';

/** What a reflector tells, in the order in which it happened. */
export type Observation<T> =
  /** Everything there is. First of all, and after each gap. */
  | { readonly type: 'list'; readonly items: readonly T[]; readonly resourceVersion: string }
  | { readonly type: 'event'; readonly change: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  /** Nothing has changed up to this version: the record is whole until here. */
  | { readonly type: 'bookmark'; readonly resourceVersion: string }
  /** Changes after `fromResourceVersion` are lost: the server has forgotten them. A `list` follows. */
  | { readonly type: 'gap'; readonly reason: 'expired'; readonly fromResourceVersion: string }
  /** A watch is open: changes are seen as they happen. */
  | { readonly type: 'connected'; readonly fromResourceVersion: string }
  /** Out of touch. It is tried again, from the same version, after `retryInMs`. */
  | {
      readonly type: 'disconnected';
      readonly error: unknown;
      /** Failures in a row, ≥ 1. */
      readonly failures: number;
      readonly retryInMs: number;
    };

export interface ReflectorOptions<R extends ResourceRef> {
  readonly client: KubeClient;
  readonly resource: R;
  /** Left out: all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly clock: Clock;
  /** Go on from here instead of listing first: a record that was interrupted. */
  readonly resourceVersion?: string | undefined;
}

/** A watch that ends within this time is taken for a failure, so that a server that ends each at once is not hammered. */
const shortWatchMs = 1000;

/**
 * Lists, then watches, for as long as the signal allows. A watch that the server ends goes on from the last version
 * seen, so nothing is lost; when that version is too old (`Expired`) a `gap` says so and a new `list` follows. Failures
 * are told as `disconnected` and tried again, slower each time, without end: the consumer decides when to give up.
 * @throws the signal's reason when aborted; nothing else
 */
export async function* reflect<R extends ResourceRef>(
  options: ReflectorOptions<R>,
  { signal: given }: { readonly signal: AbortSignal },
): AsyncGenerator<Observation<ObjectOf<R>>> {
  // A signal of its own: what waits for its end in requests and bodies does not pile up on the caller's, which many share.
  const signal = AbortSignal.any([given]);
  const { client, clock, resource, namespace, labelSelector, fieldSelector } = options;
  const selectors = { labelSelector, fieldSelector };
  const backoff = createBackoff();
  let version = options.resourceVersion;
  for (;;) {
    signal.throwIfAborted();
    try {
      if (version === undefined) {
        const list = await client.list(resource, { namespace }, { ...selectors, signal });
        version = list.resourceVersion;
        yield { type: 'list', items: list.items, resourceVersion: version };
      }
      const watch = await client.watch(
        resource,
        { namespace },
        { ...selectors, resourceVersion: version, allowWatchBookmarks: true, signal },
      );
      const openedAtMs = clock.nowMs();
      yield { type: 'connected', fromResourceVersion: version };
      for await (const event of watch) {
        backoff.reset();
        if (event.type === 'BOOKMARK') {
          version = event.resourceVersion;
          yield { type: 'bookmark', resourceVersion: version };
        } else {
          version = event.object.metadata.resourceVersion;
          yield { type: 'event', change: event.type, object: event.object };
        }
      }
      if (clock.nowMs() - openedAtMs < shortWatchMs)
        throw new TransportError('the server ended the watch at once', undefined);
      backoff.reset();
    } catch (error) {
      signal.throwIfAborted();
      if (version !== undefined && isExpired(error)) {
        yield { type: 'gap', reason: 'expired', fromResourceVersion: version };
        version = undefined;
        continue;
      }
      const retryInMs = backoff.nextDelayMs();
      yield { type: 'disconnected', error, failures: backoff.failures, retryInMs };
      await clock.sleep(retryInMs, { signal });
    }
  }
}

function isExpired(error: unknown): boolean {
  return error instanceof StatusError && (error.reason === 'Expired' || error.code === 410);
}
