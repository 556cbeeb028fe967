import { deepFreeze, type KubeObject, shareParts, type Stored } from '@podlab/apimachinery';
import { Collection, type IndexFunction } from './collection.ts';

/** One committed change. `old` is the content before it. */
export type StoreEvent =
  | { readonly type: 'ADDED'; readonly revision: number; readonly object: Stored }
  | { readonly type: 'MODIFIED'; readonly revision: number; readonly object: Stored; readonly old: Stored }
  | { readonly type: 'DELETED'; readonly revision: number; readonly object: Stored; readonly old: Stored };

export interface StoreOptions {
  /** Indexes of each resource, by name. */
  readonly indexes?: Readonly<Record<string, Readonly<Record<string, IndexFunction>>>>;
  /** How many past events of each resource are kept at most. Default 10 000. */
  readonly windowEvents?: number;
}

/** What was there before the first write. */
export const firstRevision = '1';

/**
 * The objects of the cluster, by resource and key, with the events that led to them.
 *
 * One counter numbers all writes; an object's `resourceVersion` is the number of the write that made it. Objects are
 * frozen when they are stored and shared from then on. The store knows nothing of kinds: what may be written is the API
 * server's business.
 */
export class Store {
  private currentRevision = 1;
  private readonly resources = new Map<string, ResourceState>();
  private readonly indexes: NonNullable<StoreOptions['indexes']>;
  private readonly windowEvents: number;

  constructor(options: StoreOptions = {}) {
    this.indexes = options.indexes ?? {};
    this.windowEvents = options.windowEvents ?? 10_000;
  }

  /** The number of the latest write. */
  get revision(): number {
    return this.currentRevision;
  }

  get(resource: string, key: string): Stored | undefined {
    return this.resources.get(resource)?.collection.get(key);
  }

  /** In order of key. @param namespace undefined: all */
  list(resource: string, namespace?: string): readonly Stored[] {
    return this.stateOf(resource).collection.list(namespace);
  }

  /**
   * The list as it was at a past revision.
   * @returns undefined when that is compacted away
   */
  listAt(resource: string, revision: number, namespace?: string): readonly Stored[] | undefined {
    const since = this.eventsSince(resource, revision);
    if (!since) return undefined;
    const now = this.list(resource, namespace);
    if (since.length === 0) return now;
    const objects = new Map(now.map((object) => [keyIn(object), object]));
    for (const event of since.toReversed()) {
      if (namespace !== undefined && event.object.metadata.namespace !== namespace) continue;
      if (event.type === 'ADDED') objects.delete(keyIn(event.object));
      else objects.set(keyIn(event.object), event.old);
    }
    return [...objects.keys()].toSorted(byBytes).map((key) => objects.get(key) as Stored);
  }

  /** In order of filing. @throws RangeError for an index that the resource does not have */
  byIndex(resource: string, index: string, value: string): readonly Stored[] {
    return this.stateOf(resource).collection.byIndex(index, value);
  }

  /**
   * Stores an object under a key, new or not, and numbers it. Takes ownership of `object`: it is frozen.
   * The caller has checked that the write may happen.
   */
  put(resource: string, key: string, object: KubeObject): Stored {
    const state = this.stateOf(resource);
    const old = state.collection.get(key);
    const stored = this.numbered(old ? object : shareWithLatest(object, state.latest));
    if (!old) state.latest = stored;
    state.collection.set(key, stored);
    const revision = this.currentRevision;
    this.commit(
      state,
      old ? { type: 'MODIFIED', revision, object: stored, old } : { type: 'ADDED', revision, object: stored },
    );
    return stored;
  }

  /**
   * Stores an object as if it had been there before the first write: no number is taken for it, and nobody hears of it.
   * The caller makes sure that nobody has looked yet.
   */
  putFirst(resource: string, key: string, { metadata, ...object }: KubeObject): void {
    const numbered = { ...object, metadata: { ...metadata, resourceVersion: firstRevision } };
    this.stateOf(resource).collection.set(key, deepFreeze(numbered) as Stored);
  }

  /**
   * Removes what is under a key.
   * @returns its last content, with the revision of the removal
   */
  remove(resource: string, key: string): Stored | undefined {
    const state = this.stateOf(resource);
    const old = state.collection.get(key);
    if (!old) return undefined;
    const last = this.numbered({ ...old });
    state.collection.delete(key);
    this.commit(state, { type: 'DELETED', revision: this.currentRevision, object: last, old });
    return last;
  }

  /**
   * What happened to a resource after `revision`, in order.
   * @returns undefined when part of it is compacted away, or when it is more than `atMost` events
   */
  eventsSince(resource: string, revision: number, atMost = Infinity): readonly StoreEvent[] | undefined {
    const state = this.stateOf(resource);
    if (revision < state.compactedRevision) return undefined;
    const end = state.events.length;
    let start = end;
    while (start > 0 && (state.events[start - 1] as StoreEvent).revision > revision) {
      start -= 1;
      if (end - start > atMost) return undefined;
    }
    return state.events.slice(start);
  }

  /** The oldest revision from which `eventsSince` can still tell. */
  oldestRevision(resource: string): number {
    return this.stateOf(resource).compactedRevision;
  }

  /** Forgets all events up to and including `revision`. */
  compact(revision: number): void {
    for (const state of this.resources.values()) {
      const keepFrom = state.events.findIndex((event) => event.revision > revision);
      state.events.splice(0, keepFrom < 0 ? state.events.length : keepFrom);
      state.compactedRevision = Math.max(state.compactedRevision, Math.min(revision, this.currentRevision));
    }
  }

  /** Calls `handler` with every event from now on, within the write that causes it. @returns a function that stops it */
  subscribe(resource: string, handler: (event: StoreEvent) => void): () => void {
    const { handlers } = this.stateOf(resource);
    handlers.add(handler);
    return () => handlers.delete(handler);
  }

  private stateOf(resource: string): ResourceState {
    let state = this.resources.get(resource);
    if (!state) {
      const collection = new Collection(this.indexes[resource] ?? {});
      state = { collection, events: [], compactedRevision: 0, handlers: new Set(), latest: undefined };
      this.resources.set(resource, state);
    }
    return state;
  }

  private numbered(object: KubeObject): Stored {
    this.currentRevision += 1;
    const resourceVersion = String(this.currentRevision);
    const { metadata } = object;
    // The metadata of a new object is its own and has no number yet; that of a change may be shared with what it was.
    if (metadata === undefined || Object.isFrozen(metadata)) {
      return deepFreeze(inLeastMemory(object, { ...metadata, resourceVersion })) as Stored;
    }
    return deepFreeze(inLeastMemory(object, Object.assign(metadata, { resourceVersion }))) as Stored;
  }

  private commit(state: ResourceState, event: StoreEvent): void {
    state.events.push(event);
    // Dropping in large steps keeps the cost of a write constant.
    if (state.events.length > this.windowEvents * 1.25) {
      const dropped = state.events.splice(0, state.events.length - this.windowEvents);
      state.compactedRevision = dropped.at(-1)?.revision ?? state.compactedRevision;
    }
    for (const handler of state.handlers) handler(event);
  }
}

interface ResourceState {
  readonly collection: Collection;
  readonly events: StoreEvent[];
  /** Events up to this revision are gone. */
  compactedRevision: number;
  readonly handlers: Set<(event: StoreEvent) => void>;
  /** The object that was added last: the next is often like it. */
  latest: Stored | undefined;
}

function shareWithLatest(object: KubeObject, latest: Stored | undefined): KubeObject {
  // Events, and what else has no spec, differ in nearly all that they have.
  if (object.spec === undefined) return object;
  const shared = shareParts(object, latest);
  return shared === latest ? { ...shared } : shared;
}

/**
 * The object with these metadata, or a copy. Nearly all objects have the same five fields: written out they take
 * two thirds of the memory, and have one hidden class however they came about.
 */
function inLeastMemory(object: KubeObject, metadata: KubeObject['metadata']): KubeObject {
  const { apiVersion, kind, spec, status } = object;
  const fields = Object.keys(object);
  if (fields.length === 5 && fields[3] === 'spec' && fields[4] === 'status')
    return { apiVersion, kind, metadata, spec, status };
  object.metadata = metadata;
  return object;
}

function keyIn({ metadata }: Stored): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
