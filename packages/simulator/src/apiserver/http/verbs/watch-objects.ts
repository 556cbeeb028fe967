import { statuses, type Stored } from '@podlab/apimachinery';
import type { StoreEvent } from '../../../store/store.ts';
import type { ApiResponse, ApiStream } from '../../exchange.ts';
import type { AnyResourceDefinition } from '../../registry/definition.ts';
import { apiVersionOf } from '../../writes/write-context.ts';
import type { HttpContext } from '../http-context.ts';
import { isTrueParameter } from '../parameters.ts';
import { tooLargeVersion } from './list-objects.ts';
import { watchLine } from '../bodies/responses.ts';
import type { Selection } from '../selection.ts';

/** How often a watch that asked for them gets a bookmark. */
const bookmarkMs = 60_000;

type Sink = Parameters<ApiStream['subscribe']>[0];

export interface WatchRequest {
  readonly definition: AnyResourceDefinition;
  readonly namespace: string | undefined;
  readonly selection: Selection;
  readonly query: URLSearchParams;
  /** An object of the response, as JSON. */
  render(object: Stored): string;
}

/**
 * A watch, from the resourceVersion that the client names (0 or none: the present objects come first).
 * @throws StatusError for parameters that contradict each other
 * @see k8s.io/apiserver/pkg/storage/cacher (v1.36)
 */
export function watchObjects(context: HttpContext, request: WatchRequest): ApiResponse {
  const start = parseStart(context, request.query);
  const body: ApiStream = { subscribe: (sink) => new Watch(context, request, start, sink).open() };
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, private' },
    body,
  };
}

interface Start {
  /** Events after this revision are sent. */
  readonly revision: number;
  /** The objects there are come first, as ADDED. */
  readonly withInitial: boolean;
  /** A bookmark tells the end of the initial objects. */
  readonly marksInitialEnd: boolean;
  readonly withBookmarks: boolean;
  readonly timeoutMs: number | undefined;
}

function parseStart({ writes }: HttpContext, query: URLSearchParams): Start {
  const { store } = writes;
  const resourceVersion = query.get('resourceVersion') ?? '';
  const withBookmarks = isTrueParameter(query, 'allowWatchBookmarks');
  const asksInitial = query.has('sendInitialEvents');
  const sendsInitial = isTrueParameter(query, 'sendInitialEvents');
  if (Number(resourceVersion) > store.revision) throw tooLargeVersion(resourceVersion, store.revision);
  const isAny = resourceVersion === '' || resourceVersion === '0';
  const timeoutSeconds = Number(query.get('timeoutSeconds') ?? 0);
  return {
    revision: isAny || sendsInitial ? store.revision : Number(resourceVersion),
    withInitial: asksInitial ? sendsInitial : isAny,
    marksInitialEnd: sendsInitial && withBookmarks,
    withBookmarks,
    timeoutMs: timeoutSeconds > 0 ? timeoutSeconds * 1000 : undefined,
  };
}

/** One watch with its client. */
class Watch {
  private closed = false;
  private readonly cleanups: (() => void)[] = [];

  constructor(
    private readonly context: HttpContext,
    private readonly request: WatchRequest,
    private readonly start: Start,
    private readonly sink: Sink,
  ) {}

  open(): () => void {
    const { store } = this.context.writes;
    const { definition, namespace } = this.request;
    const missed = store.eventsSince(definition.plural, this.start.revision);
    if (!missed) {
      const oldest = store.oldestRevision(definition.plural);
      const { status } = statuses.expired(`too old resource version: ${this.start.revision} (${oldest})`);
      this.sink.write(watchLine('ERROR', JSON.stringify(status)));
      this.sink.end();
      return () => {};
    }
    if (this.start.withInitial) {
      const objects = store.listAt(definition.plural, this.start.revision, namespace) ?? [];
      for (const object of objects) if (this.request.selection.matches(object)) this.send('ADDED', object);
    }
    if (this.start.marksInitialEnd) this.sendBookmark(this.start.revision, { 'k8s.io/initial-events-end': 'true' });
    for (const event of missed) this.deliver(event);
    this.cleanups.push(store.subscribe(definition.plural, (event) => this.deliver(event)));
    if (this.start.withBookmarks) this.planBookmark();
    this.planTimeout();
    return () => this.stop();
  }

  private deliver(event: StoreEvent): void {
    const { namespace, selection } = this.request;
    if (this.closed || (namespace !== undefined && event.object.metadata.namespace !== namespace)) return;
    const did = event.type !== 'ADDED' && selection.matches(event.old);
    const does = event.type !== 'DELETED' && selection.matches(event.object);
    if (event.type === 'DELETED') {
      if (did) this.send('DELETED', event.object);
    } else if (does) {
      this.send(did ? 'MODIFIED' : 'ADDED', event.object);
    } else if (did && event.type === 'MODIFIED') {
      // The content that the client knows, with the number of the change that made it leave the selection.
      const { resourceVersion } = event.object.metadata;
      this.send('DELETED', { ...event.old, metadata: { ...event.old.metadata, resourceVersion } });
    }
  }

  private send(type: string, object: Stored): void {
    this.sink.write(watchLine(type, this.request.render(object)));
  }

  private planBookmark(): void {
    const timer = this.context.writes.timers.schedule(bookmarkMs, () => {
      if (this.closed) return;
      this.sendBookmark(this.context.writes.store.revision);
      this.planBookmark();
    });
    this.cleanups[1] = () => timer.cancel();
  }

  private planTimeout(): void {
    if (this.start.timeoutMs === undefined) return;
    const timer = this.context.writes.timers.schedule(this.start.timeoutMs, () => {
      if (this.closed) return;
      if (this.start.withBookmarks) this.sendBookmark(this.context.writes.store.revision);
      this.stop();
      this.sink.end();
    });
    this.cleanups.push(() => timer.cancel());
  }

  private sendBookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    const { definition } = this.request;
    const metadata = {
      resourceVersion: String(revision),
      creationTimestamp: null,
      ...(annotations ? { annotations } : {}),
    };
    const bookmark = { kind: definition.kind, apiVersion: apiVersionOf(definition), metadata };
    this.sink.write(watchLine('BOOKMARK', JSON.stringify(bookmark)));
  }

  private stop(): void {
    this.closed = true;
    for (const cleanup of this.cleanups.splice(0)) cleanup();
  }
}
