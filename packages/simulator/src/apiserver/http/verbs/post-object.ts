import { allRequests } from '#parts';
import { isMap, statuses, type KubeObject, type Stored } from '@podlab/apimachinery';
import { podSecurityWarnings } from '../../admission/pod-security/pod-security.ts';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import type { AnyResourceDefinition } from '../../registry/definition.ts';
import { findKindType } from '../../schema/api-schema.ts';
import { createObject } from '../../writes/create-object.ts';
import { apiVersionOf } from '../../writes/write-context.ts';
import { manageUpdate } from './field-manager.ts';
import type { HttpContext } from '../http-context.ts';
import { cannotBeHandled, type FieldValidation, type KindRef } from '../bodies/object-codec.ts';
import { parseBody } from '../bodies/parse-body.ts';
import { objectResponse } from './read-objects.ts';
import type { ResourceTarget } from '../request-info.ts';
import { warningAnyway, warningHeaders } from '../bodies/responses.ts';

/** POST to a collection. */
export function postObject(
  context: HttpContext,
  { definition, namespace }: ResourceTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  return warningAnyway((told) => {
    const { object, warnings } = readObject(context, request, definition, query);
    told.push(...warnings);
    const target = targetNamespace(definition, namespace, object);
    const created = createObject(context.writes, definition, target, object, {
      dryRun: isDryRun(query),
      manage: manageUpdate(context, definition, request, query),
      onValid: (valid) => told.push(...(definition.warnings?.(valid, undefined) ?? [])),
    });
    const headers = warningHeaders([...warnings, ...warningsOf(context, definition, created, undefined)]);
    return objectResponse(context, definition, created, { status: 201, headers });
  });
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
  const type = request.headers['content-type'] ?? '';
  const body = parseBody(request.body, type, kind.kind);
  checkKind(body, kind);
  const { object, strictFaults } = context.codec.incoming(body, kind);
  // Clients that come before the code is there send nothing twice.
  const repeated = allRequests.isHere ? allRequests.code.repeatedFields(request.body, type, query) : [];
  const faults = [...repeated, ...strictFaults];
  return { object, warnings: checkStrict(faults, query, (text) => cannotBeHandled(kind, text)) };
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
        `converting (${kind.version}.${givenKind}) to (${kind.group.split('.')[0] || 'core'}.${kind.kind}): unknown conversion`,
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

export function targetNamespace(
  definition: AnyResourceDefinition,
  namespace: string | undefined,
  object: KubeObject,
): string | undefined {
  if (!definition.namespaced) return undefined;
  if (namespace === undefined) throw statuses.badRequest('an empty namespace may not be set during creation');
  checkNamespace(object, namespace);
  return namespace;
}

export function checkNamespace({ metadata }: KubeObject, namespace: string | undefined): void {
  if (namespace === undefined || !metadata?.namespace || metadata.namespace === namespace) return;
  throw statuses.badRequest('the namespace of the provided object does not match the namespace sent on the request');
}
