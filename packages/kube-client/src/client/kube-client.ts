import { type KubeObject, type Status, type Stored } from '@podlab/apimachinery';
import type { Scale } from 'kubernetes-types/autoscaling/v1';
import { createDiscovery, type Discovery } from '../discovery/discovery.ts';
import { descriptorOf, type InputOf, type ObjectOf, type ResourceRef } from '../resources/built-in.ts';
import { type QueryValue, resourcePath, withQuery } from '../resources/paths.ts';
import type { KubeTransport } from '../transport.ts';
import { type ExecOptions, runRemoteCommand } from './exec.ts';
import { readChunks } from './read-lines.ts';
import { type CallOptions, createRequester, type JsonRequest } from './requester.ts';
import { type WatchEvent, openWatch } from './watch.ts';
import type {
  CollectionRef,
  DeleteOptions,
  ExecTarget,
  ListOptions,
  LogOptions,
  ObjectList,
  ObjectRef,
  Patch,
  SubresourceOptions,
  VersionInfo,
  WatchOptions,
  WriteOptions,
} from './options.ts';
import { patchContentTypes } from './options.ts';

/**
 * Kubernetes' API, typed. Resources are named by their plural (`'pods'`) or by a descriptor from `discovery`.
 * Every call throws `StatusError` when the API answers with an error, `TransportError` when there is no answer, and the
 * signal's reason when aborted. Answers belong to the caller.
 */
export interface KubeClient {
  readonly transport: KubeTransport;
  readonly discovery: Discovery;
  get<R extends ResourceRef>(resource: R, at: ObjectRef, options: SubresourceOptions): Promise<ObjectOf<R>>;
  /** The whole list: pages are followed and joined. Without a namespace: all namespaces. */
  list<R extends ResourceRef>(resource: R, at: CollectionRef, options: ListOptions): Promise<ObjectList<ObjectOf<R>>>;
  /** Creates in the object's namespace. */
  create<R extends ResourceRef>(resource: R, object: InputOf<R>, options: WriteOptions): Promise<ObjectOf<R>>;
  /** Replaces the object of that name; fails with `Conflict` when its resourceVersion is old. */
  replace<R extends ResourceRef>(
    resource: R,
    object: InputOf<R>,
    options: WriteOptions & SubresourceOptions,
  ): Promise<ObjectOf<R>>;
  patch<R extends ResourceRef>(
    resource: R,
    at: ObjectRef,
    patch: Patch,
    options: WriteOptions & SubresourceOptions & { readonly force?: boolean },
  ): Promise<ObjectOf<R>>;
  /** @returns the object as it goes, or a `Status`, as the API chooses */
  delete(resource: ResourceRef, at: ObjectRef, options: DeleteOptions): Promise<Stored | Status>;
  deleteCollection(resource: ResourceRef, at: CollectionRef, options: DeleteOptions & ListOptions): Promise<void>;
  /** One watch, until the server ends it; resolves once the server has accepted it. `reflect` goes on for ever. */
  watch<R extends ResourceRef>(
    resource: R,
    at: CollectionRef,
    options: WatchOptions,
  ): Promise<AsyncIterable<WatchEvent<ObjectOf<R>>>>;
  getScale(resource: ResourceRef, at: ObjectRef, options: CallOptions): Promise<Stored<Scale>>;
  /** Sets the number of replicas through the scale subresource. */
  scale(resource: ResourceRef, at: ObjectRef, replicas: number, options: WriteOptions): Promise<Stored<Scale>>;
  /** Deletes a Pod through the Eviction API. @throws StatusError `TooManyRequests` when a disruption budget forbids it */
  evict(at: ObjectRef, options: DeleteOptions): Promise<void>;
  logs(at: ObjectRef, options: LogOptions): Promise<string>;
  /** The log as it comes; endless with `follow`, until the container ends. */
  streamLogs(at: ObjectRef, options: LogOptions): AsyncIterable<Uint8Array>;
  exec(at: ExecTarget, command: readonly string[], options: ExecOptions): Promise<{ readonly exitCode: number }>;
  /** Joins the container's PID 1. */
  attach(at: ExecTarget, options: ExecOptions): Promise<{ readonly exitCode: number }>;
  version(options: CallOptions): Promise<VersionInfo>;
  /** Any request: the path's answer as JSON. */
  raw(request: JsonRequest): Promise<unknown>;
  /** Any request: the answer itself, when it is a success. */
  open(request: JsonRequest): Promise<Response>;
}

export interface KubeClientOptions {
  /** Is told what the API wants the user to read (`Warning` headers). */
  readonly onWarning?: (text: string) => void;
  /** Objects in one page of a list. Default 500, as kubectl. */
  readonly pageSize?: number;
}

/** Creates a client. It holds nothing but a cache of the API's discovery; close the transport when done. */
export function createKubeClient(transport: KubeTransport, clientOptions: KubeClientOptions = {}): KubeClient {
  const { onWarning, pageSize = 500 } = clientOptions;
  const requester = createRequester(transport, onWarning);
  const call = async <T>(request: JsonRequest) => (await requester.json(request)) as T;
  const pathOf = (resource: ResourceRef, at: CollectionRef & { name?: string; subresource?: string | undefined }) =>
    resourcePath(descriptorOf(resource), at);
  const writeQuery = ({ dryRun, fieldManager, fieldValidation }: Partial<WriteOptions>) => ({
    dryRun: dryRun ? 'All' : undefined,
    fieldManager,
    fieldValidation,
  });
  const locationOf = (object: KubeObject) => ({
    namespace: object.metadata?.namespace,
    name: object.metadata?.name ?? '',
  });
  const logPath = (at: ObjectRef, options: LogOptions) =>
    withQuery(pathOf('pods', { ...at, subresource: 'log' }), { ...options, signal: undefined });
  const podCommand = (kind: 'attach' | 'exec', at: ExecTarget, options: ExecOptions, command: readonly string[]) =>
    runRemoteCommand(
      transport,
      withQuery(pathOf('pods', { ...at, subresource: kind }), execQuery(at, options, command)),
      options,
    );

  return {
    transport,
    discovery: createDiscovery(requester, onWarning),
    get: (resource, at, { signal, subresource }) => call({ path: pathOf(resource, { ...at, subresource }), signal }),
    list: async (resource, at, { signal, ...query }) => {
      const items: ObjectOf<typeof resource>[] = [];
      let next = '';
      for (;;) {
        const path = withQuery(pathOf(resource, at), { ...query, limit: query.limit ?? pageSize, continue: next });
        const page = await call<RawList<ObjectOf<typeof resource>>>({ path, signal });
        items.push(...page.items.map((item) => withType(item, page, descriptorOf(resource).kind)));
        next = page.metadata.continue ?? '';
        if (next === '') return { items, resourceVersion: page.metadata.resourceVersion ?? '' };
      }
    },
    create: (resource, object, options) => {
      const { namespace } = locationOf(object as KubeObject);
      const path = withQuery(pathOf(resource, { namespace }), writeQuery(options));
      return call({ method: 'POST', path, body: typed(resource, object as KubeObject), signal: options.signal });
    },
    replace: (resource, object, options) => {
      const at = { ...locationOf(object as KubeObject), subresource: options.subresource };
      const path = withQuery(pathOf(resource, at), writeQuery(options));
      return call({ method: 'PUT', path, body: typed(resource, object as KubeObject), signal: options.signal });
    },
    patch: (resource, at, patch, { force, subresource, ...options }) =>
      call({
        method: 'PATCH',
        path: withQuery(pathOf(resource, { ...at, subresource }), { ...writeQuery(options), force }),
        contentType: patchContentTypes[patch.type],
        body: patch.body,
        signal: options.signal,
      }),
    delete: (resource, at, options) =>
      call({ method: 'DELETE', path: pathOf(resource, at), body: deleteBody(options), signal: options.signal }),
    deleteCollection: async (resource, at, options) => {
      const { fieldSelector, labelSelector, signal } = options;
      const path = withQuery(pathOf(resource, at), { fieldSelector, labelSelector });
      await requester.json({ method: 'DELETE', path, body: deleteBody(options), signal });
    },
    watch: (resource, at, { signal, ...query }) =>
      openWatch(requester, { path: withQuery(pathOf(resource, at), { ...query, watch: true }), signal }),
    getScale: (resource, at, { signal }) => call({ path: pathOf(resource, { ...at, subresource: 'scale' }), signal }),
    scale: (resource, at, replicas, options) =>
      call({
        method: 'PATCH',
        path: withQuery(pathOf(resource, { ...at, subresource: 'scale' }), writeQuery(options)),
        contentType: patchContentTypes.merge,
        body: { spec: { replicas } },
        signal: options.signal,
      }),
    evict: async (at, options) => {
      await requester.json({
        method: 'POST',
        path: pathOf('pods', { ...at, subresource: 'eviction' }),
        body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: at, deleteOptions: deleteBody(options) },
        signal: options.signal,
      });
    },
    logs: async (at, options) => {
      const path = logPath(at, options);
      return (await requester.open({ path, accept: '*/*', signal: options.signal })).text();
    },
    streamLogs: (at, options) => streamBody(requester, { path: logPath(at, options), signal: options.signal }),
    exec: (at, command, options) => podCommand('exec', at, options, command),
    attach: (at, options) => podCommand('attach', at, options, []),
    version: ({ signal }) => call({ path: '/version', signal }),
    raw: (request) => requester.json(request),
    open: (request) => requester.open(request),
  };
}

interface RawList<T> {
  readonly apiVersion?: string;
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items: T[];
}

/** Items of a list come without their type; a client's object has one. */
function withType<T>(item: T, page: RawList<unknown>, kind: string): T {
  return { apiVersion: page.apiVersion, kind, ...item };
}

function typed(resource: ResourceRef, object: KubeObject): KubeObject {
  const { group, version, kind } = descriptorOf(resource);
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind, ...object };
}

function deleteBody({ dryRun, gracePeriodSeconds, preconditions, propagationPolicy }: DeleteOptions): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    ...(dryRun ? { dryRun: ['All'] } : {}),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(preconditions ? { preconditions } : {}),
    ...(propagationPolicy ? { propagationPolicy } : {}),
  };
}

function execQuery(at: ExecTarget, options: ExecOptions, command: readonly string[]): Record<string, QueryValue> {
  const tty = options.terminalSizes !== undefined;
  return {
    command,
    container: at.container,
    stdin: options.stdin !== undefined,
    stdout: true,
    stderr: !tty,
    tty,
  };
}

async function* streamBody(
  requester: ReturnType<typeof createRequester>,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const response = await requester.open({ path, accept: '*/*', signal });
  if (response.body) yield* readChunks(response.body, { signal });
}
