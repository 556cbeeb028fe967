import { StatusError } from '@podlab/apimachinery';
import type { LocalApi, ObjectChange, ResourceName, StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext, Component } from '../../cluster/ports.ts';
import { drawMs, type Span } from '../../time/span.ts';
import { WorkQueue } from './work-queue.ts';

/** A resource that a controller watches, and which keys a change of it concerns. */
export interface Watching {
  start(api: LocalApi, enqueue: (key: string, afterMs?: number) => void, delayMs: number): { stop(): void };
}

/**
 * Makes a `Watching` whose `keysOf` sees the changes of `resource`, existing objects first, as ADDED.
 * @param afterMs how long a change lets its keys wait, so that several are answered at once. Default: not at all
 */
export function watching<R extends ResourceName>(
  resource: R,
  keysOf: (change: ObjectChange<StoredOf<R>>) => Iterable<string>,
  afterMs: (change: ObjectChange<StoredOf<R>>) => number = () => 0,
): Watching {
  return {
    start: (api, enqueue, delayMs) =>
      api.watch(
        resource,
        (change) => {
          for (const key of keysOf(change)) enqueue(key, afterMs(change));
        },
        delayMs,
      ),
  };
}

/** When to look at a key again, although nothing it watches has changed. */
export interface SyncResult {
  readonly requeueAfterMs?: number;
  /** What the sync has begun goes on then: the key is not looked at as new. */
  readonly continueAfterMs?: number;
}

/** What makes one controller different from another. */
export interface ControllerDefinition {
  /** As in `kubectl get events`' source, such as `replicaset-controller`. */
  readonly name: string;
  readonly watches: readonly Watching[];
  /** Delays before a key that failed is tried again, doubling from the first to the second. Default: 5 ms to 1000 s. */
  readonly retryMs?: { readonly first: number; readonly max: number };
  /** How many times as long as others it takes until it acts. Default: 1. */
  readonly slowness?: number;
  /**
   * Brings the object with this key nearer to what it asks for. Reads what it needs itself: the key may be stale, the
   * object gone. Whatever it throws is reported, and the key is tried again later.
   */
  sync(key: string): SyncResult | undefined;
}

/** How long things take, in milliseconds of virtual time. */
export interface Latency {
  /** From a write until a watching controller has heard of it. */
  readonly informerMs: number;
  /** From then until it looks and acts: at least, and less than. Bursts within it are answered once. */
  readonly reactionMs: Span;
  /** What its requests take: so long it does not look at the same key again. */
  readonly requestMs: Span;
}

/**
 * As on an idle cluster. A controller has looked at what another one has written before that one can write the next: its
 * requests take longer than to hear of a change.
 */
export const defaultLatency: Latency = {
  informerMs: 1,
  reactionMs: { min: 3, max: 7 },
  requestMs: { min: 8, max: 15 },
};

/** A sync that failed. A `StatusError` is everyday (a conflict, a namespace that is going away); anything else is a fault of ours. */
export interface SyncFailure {
  readonly controller: string;
  readonly key: string;
  readonly error: unknown;
}

export interface ControllerOptions {
  readonly latency: Latency;
  /** Told of every failed sync, before it is tried again. */
  readonly onFailure: (failure: SyncFailure) => void;
}

/** Lets `StatusError` pass, as it will be retried, and throws everything else: a fault must not look like slowness. */
export function throwUnlessStatus(failure: SyncFailure): void {
  if (!(failure.error instanceof StatusError)) throw failure.error;
}

/** The defaults for `createController`. */
export const defaultControllerOptions: ControllerOptions = { latency: defaultLatency, onFailure: throwUnlessStatus };

/**
 * Gives a definition its life: changes enqueue keys; one key at a time is synced, then forgotten, or put back with a
 * growing delay when the sync threw.
 */
export function createController(
  definition: ControllerDefinition,
  context: Pick<ClusterContext, 'api' | 'timers' | 'random'>,
  options: ControllerOptions = defaultControllerOptions,
): Component {
  let running: { readonly queue: WorkQueue; readonly watches: readonly { stop(): void }[] } | undefined;
  return {
    name: definition.name,
    start() {
      if (running) return;
      const { latency } = options;
      const random = context.random.fork(definition.name);
      const { slowness = 1 } = definition;
      const queue = new WorkQueue({
        timers: context.timers,
        reactionMs: () => drawMs(latency.reactionMs, random) * slowness,
        requestMs: () => drawMs(latency.requestMs, random),
        work: (key) => syncOnce(definition, queue, key, options),
        ...(definition.retryMs ? { retryMs: definition.retryMs } : {}),
      });
      const watches = definition.watches.map((watch) =>
        watch.start(context.api, (key, afterMs = 0) => queue.addAfter(key, afterMs), latency.informerMs),
      );
      running = { queue, watches };
    },
    stop() {
      for (const watch of running?.watches ?? []) watch.stop();
      running?.queue.stop();
      running = undefined;
    },
  };
}

function syncOnce(definition: ControllerDefinition, queue: WorkQueue, key: string, options: ControllerOptions): void {
  try {
    const result = definition.sync(key);
    // What goes on may still fail.
    if (result?.continueAfterMs !== undefined) return queue.continueAfter(key, result.continueAfterMs);
    queue.forget(key);
    if (result?.requeueAfterMs !== undefined) queue.addAfter(key, result.requeueAfterMs);
  } catch (error) {
    queue.addRateLimited(key);
    options.onFailure({ controller: definition.name, key, error });
  }
}
