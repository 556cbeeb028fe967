import { isMap, statuses, type KubeObject, type Stored } from '@podlab/apimachinery';
import type { ApiRequest, ApiResponse } from '../exchange.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { createObject } from '../writes/create-object.ts';
import { updateObject } from '../writes/update-object.ts';
import { apiVersionOf, storeKey } from '../writes/write-context.ts';
import { manageUpdate } from './field-manager.ts';
import type { HttpContext } from './http-context.ts';
import { cannotBeHandled, parseBody, type FieldValidation, type KindRef } from './object-codec.ts';
import { applyPatch, patchKind } from './patch-object.ts';
import { findObject, objectResponse } from './read-objects.ts';
import type { ResourceTarget } from './request-info.ts';
import { warningHeaders } from './responses.ts';

/** A target with a name. */
export type NamedTarget = ResourceTarget & { readonly name: string };

/** POST to a collection. */
export function postObject(
  context: HttpContext,
  { definition, namespace }: ResourceTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const { object, warnings } = readObject(context, request, definition, query);
  const target = targetNamespace(definition, namespace, object);
  const created = createObject(context.writes, definition, target, object, {
    dryRun: isDryRun(query),
    manage: manageUpdate(context, definition, request, query),
  });
  const headers = warningHeaders([...warnings, ...(definition.warnings?.(created) ?? [])]);
  return objectResponse(context, definition, created, { status: 201, headers });
}

/** PUT of an object or of its status. */
export function putObject(
  context: HttpContext,
  target: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const { definition, name } = target;
  const { object, warnings } = readObject(context, request, definition, query);
  const namespace = targetNamespace(definition, target.namespace, object);
  if (definition.createsOnUpdate && !exists(context, target)) {
    const created = createObject(context.writes, definition, namespace, object, {
      dryRun: isDryRun(query),
      manage: manageUpdate(context, definition, request, query),
    });
    return objectResponse(context, definition, created, { status: 201, headers: warningHeaders(warnings) });
  }
  const updated = update(context, { ...target, namespace }, request, query, () => object);
  if (object.metadata?.name && object.metadata.name !== name) {
    throw statuses.badRequest(
      `the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  return objectResponse(context, definition, updated, { headers: warningHeaders(warnings) });
}

/** PATCH of an object or of its status. */
export function patchObject(
  context: HttpContext,
  target: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const { definition } = target;
  const kind = patchKind(request.headers['content-type']);
  const existing = findObject(context, target);
  let warnings: readonly string[] = [];
  const updated = update(context, target, request, query, () => {
    const patched = applyPatch(kind, context.codec.outgoing(existing), request.body);
    const incoming = context.codec.incoming(patched as Record<string, unknown>, definition);
    warnings = checkStrict(incoming.strictFaults, query, (text) => statuses.badRequest(text));
    return incoming.object;
  });
  return objectResponse(context, definition, updated, { headers: warningHeaders(warnings) });
}

/**
 * The object in a request's body, of the kind that the resource takes.
 * @throws StatusError
 */
export function readObject(
  context: HttpContext,
  request: ApiRequest,
  kind: KindRef,
  query: URLSearchParams,
): { readonly object: KubeObject; readonly warnings: readonly string[] } {
  const body = parseBody(request.body, request.headers['content-type'] ?? '');
  checkKind(body, kind);
  const { object, strictFaults } = context.codec.incoming(body, kind);
  return { object, warnings: checkStrict(strictFaults, query, (text) => cannotBeHandled(kind, text)) };
}

/** Whether a request is to be tried only. @throws StatusError for an unknown kind of dry run */
export function isDryRun(query: URLSearchParams): boolean {
  const values = query.getAll('dryRun').filter((value) => value !== '');
  const unknown = values.find((value) => value !== 'All');
  if (unknown !== undefined) {
    throw statuses.badRequest(`dryRun: Unsupported value: ${JSON.stringify(unknown)}: supported values: "All"`);
  }
  return values.length > 0;
}

function update(
  context: HttpContext,
  { definition, namespace, name, subresource }: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
  change: (existing: Stored) => KubeObject,
): Stored {
  const dryRun = isDryRun(query);
  const manage = manageUpdate(context, definition, request, query, subresource);
  const base = { namespace, name, change, dryRun, manage };
  return updateObject(context.writes, definition, subresource === 'status' ? { ...base, subresource } : base);
}

/** @throws StatusError 400 when an object says that it is of another kind */
export function checkKind(body: Readonly<Record<string, unknown>>, kind: KindRef): void {
  const expected = apiVersionOf(kind);
  const [givenKind, givenVersion] = [textOf(body['kind']), textOf(body['apiVersion'])];
  if (givenKind !== '' && givenKind !== kind.kind) {
    throw statuses.badRequest(
      `${givenKind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ` +
        `converting (${givenKind}) to (${kind.kind}): unknown conversion`,
    );
  }
  if (givenVersion !== '' && givenVersion !== expected) {
    throw statuses.badRequest(
      `the API version in the data (${givenVersion}) does not match the expected API version (${expected})`,
    );
  }
  if (body['metadata'] !== undefined && !isMap(body['metadata'])) {
    throw cannotBeHandled(
      kind,
      `json: cannot unmarshal ${typeof body['metadata']} into Go struct field ${kind.kind}.metadata of type v1.ObjectMeta`,
    );
  }
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** @returns warnings @throws what `error` makes of the faults, when validation is strict */
export function checkStrict(
  faults: readonly string[],
  query: URLSearchParams,
  error: (text: string) => Error,
): readonly string[] {
  const validation = (query.get('fieldValidation') || 'Warn') as FieldValidation;
  if (faults.length === 0 || validation === 'Ignore') return [];
  if (validation === 'Strict') throw error(`strict decoding error: ${faults.join(', ')}`);
  return faults;
}

function targetNamespace(
  definition: AnyResourceDefinition,
  namespace: string | undefined,
  object: KubeObject,
): string | undefined {
  const own = object.metadata?.namespace;
  if (!definition.namespaced) return undefined;
  if (namespace === undefined) throw statuses.badRequest('an empty namespace may not be set during creation');
  if (own && own !== namespace) {
    throw statuses.badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return namespace;
}

function exists({ writes }: HttpContext, { definition, namespace, name }: NamedTarget): boolean {
  return writes.store.get(definition.plural, storeKey(definition, namespace, name)) !== undefined;
}
