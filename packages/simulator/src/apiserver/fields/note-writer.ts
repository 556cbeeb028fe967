import { formatTime } from '@podlab/apimachinery';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { findKindType } from '../schema/api-schema.ts';
import { apiVersionOf, type WriteContext, type WriteRequestOptions } from '../writes/write-context.ts';
import { formatManagedFields, managersAfterUpdate, parseManagedFields, type FieldOwner } from './managed-fields.ts';

/** How a write changes the `managedFields`. */
export type ManageFields = NonNullable<WriteRequestOptions['manage']>;

/** Notes `manager` as the writer of every field that a write changes. */
export function noteWriter(
  { timers }: { readonly timers: Pick<WriteContext['timers'], 'nowMs'> },
  definition: Pick<AnyResourceDefinition, 'group' | 'kind' | 'version'>,
  manager: string,
  subresource?: string,
): ManageFields {
  const type = findKindType(definition.group, definition.version, definition.kind);
  if (type === undefined) return () => undefined;
  const owner: FieldOwner = {
    manager,
    operation: 'Update',
    apiVersion: apiVersionOf(definition),
    ...(subresource ? { subresource } : {}),
  };
  return (next, old) => {
    const now = formatTime(timers.nowMs());
    const managers = parseManagedFields(old?.metadata.managedFields);
    return formatManagedFields(managersAfterUpdate(type, managers, { owner, before: old, after: next, now }));
  };
}
