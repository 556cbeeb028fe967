import { statuses, type Stored } from '@podlab/apimachinery';
import { allRequests } from '#parts';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import type { AnyResourceDefinition } from '../../registry/definition.ts';
import type { IncludeObject } from '../../table/render-table.ts';
import { apiVersionOf, groupResourceOf, storeKey } from '../../writes/write-context.ts';
import { acceptedShape, type Shape } from '../bodies/accept.ts';
import type { HttpContext } from '../http-context.ts';
import { listObjects } from './list-objects.ts';
import type { ResourceTarget } from '../request-info.ts';
import { jsonResponse } from '../bodies/responses.ts';
import { isTrueParameter } from '../parameters.ts';
import { parseSelection } from '../selection.ts';
import { watchObjects } from './watch-objects.ts';

/** GET of one object, of a collection, or of what happens to them. */
export function readObjects(
  context: HttpContext,
  target: ResourceTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const { name } = target;
  if (name === undefined || isTrueParameter(query, 'watch')) return listOrWatch(context, target, request, query);
  return getObject(context, { ...target, name }, request, query);
}

/** GET of one object. */
export function getObject(
  context: HttpContext,
  target: ResourceTarget & { readonly name: string },
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const shape = acceptedShape(request.headers['accept']);
  const object = findObject(context, target);
  return objectResponse(context, target.definition, object, { shape, query });
}

/** @throws StatusError 404 */
export function findObject(
  { writes }: HttpContext,
  { definition, namespace, name }: ResourceTarget & { readonly name: string },
): Stored {
  const found = writes.store.get(definition.plural, storeKey(definition, namespace, name));
  if (!found) throw statuses.notFound(groupResourceOf(definition), name);
  return found;
}

/** One object as a response, in the shape that was asked for. */
export function objectResponse(
  context: HttpContext,
  definition: AnyResourceDefinition,
  object: Stored,
  options: {
    readonly status?: number;
    readonly shape?: Shape;
    readonly query?: URLSearchParams;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): ApiResponse {
  const { status = 200, shape = 'object', query = new URLSearchParams(), headers } = options;
  const render = renderer(context, definition, shape, query);
  return jsonResponse(status, render(object), headers);
}

/** GET of a collection: a list, or a watch. */
function listOrWatch(
  context: HttpContext,
  { definition, namespace, name }: ResourceTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const shape = acceptedShape(request.headers['accept']);
  if (name !== undefined) query.append('fieldSelector', `metadata.name=${name}`);
  const selection = parseSelection(definition, query);
  if (isTrueParameter(query, 'watch')) {
    const render = renderer(context, definition, shape, query);
    return watchObjects(context, { definition, namespace, selection, query, render });
  }
  const { items, ...page } = listObjects(context.writes.store, definition, namespace, selection, query);
  return jsonResponse(200, listJson(context, definition, items, page, shape, query));
}

/** A list as JSON. */
export function listJson(
  context: HttpContext,
  definition: AnyResourceDefinition,
  items: readonly Stored[],
  metadata: object,
  shape: Shape,
  query: URLSearchParams,
): string {
  if (shape === 'table') return JSON.stringify(tableOf(context, definition, items, metadata, query, true));
  const partial = shape === 'partial';
  const kind = partial ? 'PartialObjectMetadataList' : `${definition.kind}List`;
  const apiVersion = partial ? 'meta.k8s.io/v1' : apiVersionOf(definition);
  const json = partial
    ? items.map(renderer(context, definition, shape, query))
    : items.map((item) => withoutType(context.codec.json(item), item));
  return `{"kind":"${kind}","apiVersion":"${apiVersion}","metadata":${JSON.stringify(metadata)},"items":[${json.join(',')}]}`;
}

/** How each object of a response is written; in a watch, only the first Table has headers. */
function renderer(
  context: HttpContext,
  definition: AnyResourceDefinition,
  shape: Shape,
  query: URLSearchParams,
): (object: Stored) => string {
  if (shape === 'object') return (object) => context.codec.json(object);
  if (shape === 'partial') {
    return (object) => {
      const { metadata } = context.codec.outgoing(object);
      return JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });
    };
  }
  let withHeaders = true;
  return (object) => {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const table = tableOf(context, definition, [object], metadata, query, withHeaders);
    withHeaders = false;
    return JSON.stringify(table);
  };
}

function tableOf(
  { codec, writes }: HttpContext,
  definition: AnyResourceDefinition,
  objects: readonly Stored[],
  metadata: object,
  query: URLSearchParams,
  withHeaders: boolean,
): Record<string, unknown> {
  const wanted = query.get('includeObject');
  const includeObject: IncludeObject = wanted === 'Object' || wanted === 'None' ? wanted : 'Metadata';
  const { nowMs } = { nowMs: writes.timers.nowMs() };
  return allRequests.code.renderTable(definition, objects, {
    nowMs,
    includeObject,
    metadata,
    withHeaders,
    outgoing: codec.outgoing,
  });
}

/** Items of a list of known types do not repeat their type. */
function withoutType(json: string, { apiVersion, kind }: Stored): string {
  const prefix = `{"apiVersion":"${apiVersion}","kind":"${kind}",`;
  return json.startsWith(prefix) ? `{${json.slice(prefix.length)}` : json;
}
