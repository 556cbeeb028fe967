import { type Clock, type KubeObject, StatusError } from '@podlab/apimachinery';
import { createKubeClient, type KubeTransport, type Observation, reflect } from '@podlab/kube-client';
import { findKind, type WatchableKind } from '@podlab/lab-format';
import type { History } from '../history/history.ts';

export interface RecorderOptions {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  /** The lab's namespace; cluster-scoped kinds (Nodes) are recorded whole. */
  readonly namespace: string;
  /** Kinds to record: `lab.watch`. */
  readonly kinds: readonly string[];
  /** Where to append. A history that holds something is taken up where it ended. */
  readonly history: History;
  /** Called after each entry that the recorder appended, and when the cluster is lost or found. Must not throw. */
  readonly onObservation?: () => void;
  /** Aborting it stops the recorder. */
  readonly signal: AbortSignal;
}

/** Lists and watches from before the learner's first action; survives closed watches, and 410 with a gap. */
export interface Recorder {
  /** Resolves when every kind is recorded; rejects when one cannot be, with the API's answer. */
  readonly ready: Promise<void>;
  /** Since when the cluster has not answered, or undefined while it does. */
  readonly unreachableSinceMs: number | undefined;
  /** Resolves when nothing is running any more. Appends nothing afterwards. */
  stop(): Promise<void>;
}

/** Starts to record. Every kind is listed once, then watched; a record that was interrupted goes on from its last version. */
export function createRecorder(options: RecorderOptions): Recorder {
  const stopped = new AbortController();
  const signal = AbortSignal.any([options.signal, stopped.signal]);
  const lost = new Map<string, number>();
  const recordings = options.kinds.map((kind) => recordKind(kindNamed(kind), options, lost, signal));
  const ready = Promise.all(recordings.map((recording) => recording.ready)).then(() => undefined);
  ready.catch(() => undefined);
  return {
    ready,
    get unreachableSinceMs() {
      return lost.size === 0 ? undefined : Math.min(...lost.values());
    },
    async stop() {
      stopped.abort();
      await Promise.all(recordings.map((recording) => recording.done));
    },
  };
}

function kindNamed(name: string): WatchableKind {
  const kind = findKind(name);
  if (!kind) throw new TypeError(`labs cannot watch ${name}; labs are verified when they are loaded`);
  return kind;
}

interface Recording {
  readonly ready: Promise<void>;
  /** Never rejects. */
  readonly done: Promise<void>;
}

function recordKind(
  kind: WatchableKind,
  options: RecorderOptions,
  lost: Map<string, number>,
  signal: AbortSignal,
): Recording {
  let resolve = (): void => undefined;
  let reject = (_reason: unknown): void => undefined;
  const ready = new Promise<void>((onReady, onFailure) => {
    resolve = onReady;
    reject = onFailure;
  });
  const run = async () => {
    const { clock, history, namespace, transport } = options;
    const observations = reflect(
      {
        client: createKubeClient(transport),
        resource: kind,
        namespace: kind.namespaced ? namespace : undefined,
        clock,
        resourceVersion: lastVersionOf(history, kind.resource),
      },
      { signal },
    );
    for await (const observation of observations) {
      if (signal.aborted) return;
      if (observation.type === 'disconnected') {
        if (isRefusal(observation.error)) reject(observation.error);
        if (!lost.has(kind.resource)) lost.set(kind.resource, clock.nowMs());
      } else {
        lost.delete(kind.resource);
        append(history, kind.resource, observation, clock.nowMs());
        if (observation.type === 'list' || observation.type === 'connected') resolve();
      }
      if (observation.type !== 'bookmark') options.onObservation?.();
    }
  };
  const done = run().catch((error: unknown) => reject(error));
  return { ready, done };
}

const changes = { ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted' } as const;

function append(history: History, resource: string, observation: Observation<unknown>, observedAtMs: number): void {
  switch (observation.type) {
    case 'list': {
      const objects = observation.items as readonly KubeObject[];
      history.append({
        type: 'snapshot',
        resource,
        resourceVersion: observation.resourceVersion,
        objects,
        observedAtMs,
      });
      return;
    }
    case 'event': {
      const object = observation.object as KubeObject;
      history.append({ type: changes[observation.change], resource, object, observedAtMs });
      return;
    }
    case 'gap':
      history.append({ type: 'gap', resource, reason: observation.reason, observedAtMs });
      return;
    default:
      return;
  }
}

/** The version up to which a resource is recorded, or undefined when it is not. */
function lastVersionOf(history: History, resource: string): string | undefined {
  const last = history.log
    .entries()
    .findLast((entry) => 'resource' in entry && entry.resource === resource && entry.type !== 'gap');
  if (last?.type === 'snapshot') return last.resourceVersion;
  return last && 'object' in last ? last.object.metadata?.resourceVersion : undefined;
}

/** The API understood and said no: trying again will not help. */
function isRefusal(error: unknown): boolean {
  return error instanceof StatusError && ['NotFound', 'Forbidden', 'Unauthorized'].includes(error.reason ?? '');
}
