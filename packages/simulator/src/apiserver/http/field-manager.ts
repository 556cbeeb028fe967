import { formatTime } from '@podlab/apimachinery';
import type { ApiRequest } from '../exchange.ts';
import {
  formatManagedFields,
  managersAfterUpdate,
  parseManagedFields,
  type FieldOwner,
} from '../fields/managed-fields.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { findKindType } from '../schema/api-schema.ts';
import { apiVersionOf, type WriteRequestOptions } from '../writes/write-context.ts';
import type { HttpContext } from './http-context.ts';

/** How a write changes the `managedFields`. */
export type ManageFields = NonNullable<WriteRequestOptions['manage']>;

/** Who a request says it is: by parameter, or by the first word of its user agent. */
export function managerName(request: ApiRequest, query: URLSearchParams): string {
  const [agent = ''] = (request.headers['user-agent'] ?? '').split('/');
  return query.get('fieldManager') || agent || 'unknown';
}

/** Notes the writer of every field that a write changes. */
export function manageUpdate(
  { writes }: HttpContext,
  definition: AnyResourceDefinition,
  request: ApiRequest,
  query: URLSearchParams,
  subresource?: string,
): ManageFields {
  const type = findKindType(definition.group, definition.version, definition.kind);
  if (type === undefined) return () => undefined;
  const owner: FieldOwner = {
    manager: managerName(request, query),
    operation: 'Update',
    apiVersion: apiVersionOf(definition),
    ...(subresource ? { subresource } : {}),
  };
  return (next, old) => {
    const now = formatTime(writes.timers.nowMs());
    const managers = parseManagedFields(old?.metadata.managedFields);
    return formatManagedFields(managersAfterUpdate(type, managers, { owner, before: old, after: next, now }));
  };
}
