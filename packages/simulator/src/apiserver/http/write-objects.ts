import { fieldErrors, isMap, statuses, type KubeObject, type Stored } from '@podlab/apimachinery';
import { podSecurityWarnings } from '../admission/pod-security/admit-pod-security.ts';
import type { ApiRequest, ApiResponse } from '../exchange.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { findKindType } from '../schema/api-schema.ts';
import { createObject } from '../writes/create-object.ts';
import { updateObject } from '../writes/update-object.ts';
import { apiVersionOf, storeKey } from '../writes/write-context.ts';
import { manageUpdate } from './field-manager.ts';
import type { HttpContext } from './http-context.ts';
import { cannotBeHandled, parseBody, type FieldValidation, type KindRef } from './object-codec.ts';
import { applyPatch, patchKind, patchRefusal } from './patch-object.ts';
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
  const headers = warningHeaders([...warnings, ...warningsOf(context, definition, created, undefined)]);
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
    const headers = warningHeaders([...warnings, ...warningsOf(context, definition, created, undefined)]);
    return objectResponse(context, definition, created, { status: 201, headers });
  }
  let before: Stored | undefined;
  const updated = update(context, { ...target, namespace }, request, query, (existing) => {
    before = existing;
    return object;
  });
  if (object.metadata?.name && object.metadata.name !== name) {
    throw statuses.badRequest(
      `the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  const more = target.subresource === undefined ? warningsOf(context, definition, updated, before) : [];
  return objectResponse(context, definition, updated, { headers: warningHeaders([...warnings, ...more]) });
}

/** What a client is told of an object that it wrote. @param old undefined when it is new */
export function warningsOf(
  { writes }: HttpContext,
  definition: AnyResourceDefinition,
  object: Stored,
  old: Stored | undefined,
): readonly string[] {
  return [
    ...(object === old ? [] : (definition.warnings?.(object, old) ?? [])),
    ...podSecurityWarnings(writes.store, { definition, object, old }),
  ];
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
    const refusal = patchRefusal(kind, request.body, patched);
    const incoming = context.codec.incoming(patched as Record<string, unknown>, definition, refusal);
    checkNamespace(incoming.object, target.namespace);
    warnings = checkStrict(incoming.strictFaults, query, (text) => statuses.badRequest(text));
    checkUid(definition, incoming.object, existing);
    return incoming.object;
  });
  const more = target.subresource === undefined ? warningsOf(context, definition, updated, existing) : [];
  return objectResponse(context, definition, updated, { headers: warningHeaders([...warnings, ...more]) });
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

/** A patch may not make another object of the one that it is for. */
function checkUid(definition: AnyResourceDefinition, { metadata }: KubeObject, existing: Stored): void {
  const { uid } = metadata ?? {};
  if (!uid || uid === existing.metadata.uid) return;
  throw statuses.invalid(definition, existing.metadata.name, [
    fieldErrors.invalid('metadata.uid', uid, 'field is immutable'),
  ]);
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
  if (givenKind !== '' && findKindType(kind.group, kind.version, givenKind) === undefined) {
    const why = `no kind ${JSON.stringify(givenKind)} is registered for version ${JSON.stringify(expected)} in scheme "pkg/runtime/scheme.go:111"`;
    throw statuses.badRequest(
      `${givenKind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ${why}`,
    );
  }
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
  if (!definition.namespaced) return undefined;
  if (namespace === undefined) throw statuses.badRequest('an empty namespace may not be set during creation');
  checkNamespace(object, namespace);
  return namespace;
}

function checkNamespace({ metadata }: KubeObject, namespace: string | undefined): void {
  if (namespace === undefined || !metadata?.namespace || metadata.namespace === namespace) return;
  throw statuses.badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

function exists({ writes }: HttpContext, { definition, namespace, name }: NamedTarget): boolean {
  return writes.store.get(definition.plural, storeKey(definition, namespace, name)) !== undefined;
}
