import { fieldErrors, statuses, type KubeObject, type Stored } from '@podlab/apimachinery';
import { allRequests } from '#parts';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import type { AnyResourceDefinition } from '../../registry/definition.ts';
import { DecodeError } from '../../schema/decode-json.ts';
import { createObject } from '../../writes/create-object.ts';
import { updateObject } from '../../writes/update-object.ts';
import { storeKey } from '../../writes/write-context.ts';
import { manageUpdate } from './field-manager.ts';
import type { HttpContext } from '../http-context.ts';
import { applyPatch, patchKind, patchRefusal } from './patch-object.ts';
import { checkNamespace, checkStrict, isDryRun, readObject, targetNamespace, warningsOf } from './post-object.ts';
import { findObject, objectResponse } from './read-objects.ts';
import type { ResourceTarget } from '../request-info.ts';
import { warningAnyway, warningHeaders } from '../bodies/responses.ts';

/** A target with a name. */
export type NamedTarget = ResourceTarget & { readonly name: string };

/** PUT of an object or of its status. */
export function putObject(
  context: HttpContext,
  target: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  return warningAnyway((told) => {
    const { definition, name } = target;
    const { object, warnings } = readObject(context, request, definition, query);
    told.push(...warnings);
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
  });
}

/** PATCH of an object or of its status. */
export function patchObject(
  context: HttpContext,
  target: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  return warningAnyway((told) => {
    const { definition } = target;
    const kind = patchKind(request.headers['content-type']);
    const existing = findObject(context, target);
    let warnings: readonly string[] = [];
    const updated = update(context, target, request, query, () => {
      const patched = applyPatch(kind, context.codec.outgoing(existing), request.body);
      const refusal = patchRefusal(kind, request.body, patched);
      const incoming = context.codec.incoming(patched as Record<string, unknown>, definition, refusal);
      checkNamespace(incoming.object, target.namespace);
      const unknown = incoming.strictFaults.toSorted((a, b) => (a < b ? -1 : 1));
      const faults = [...allRequests.code.patchFaults(kind, request.body), ...unknown];
      warnings = checkStrict(faults, query, (text) => refusal(new DecodeError(text, { ofPatched: text })));
      told.push(...warnings);
      checkUid(definition, incoming.object, existing);
      return incoming.object;
    });
    const more = target.subresource === undefined ? warningsOf(context, definition, updated, existing) : [];
    return objectResponse(context, definition, updated, { headers: warningHeaders([...warnings, ...more]) });
  });
}

/** A patch may not make another object of the one that it is for. */
function checkUid(definition: AnyResourceDefinition, { metadata }: KubeObject, existing: Stored): void {
  const { uid } = metadata ?? {};
  if (!uid || uid === existing.metadata.uid) return;
  throw statuses.invalid(definition, existing.metadata.name, [
    fieldErrors.invalid('metadata.uid', uid, 'field is immutable'),
  ]);
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

function exists({ writes }: HttpContext, { definition, namespace, name }: NamedTarget): boolean {
  return writes.store.get(definition.plural, storeKey(definition, namespace, name)) !== undefined;
}
