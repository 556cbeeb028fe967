import { formatTime } from '@podlab/apimachinery';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { findKindType } from '../schema/api-schema.ts';
import { apiVersionOf, type WriteContext, type WriteRequestOptions } from '../writes/write-context.ts';
import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1';
import { changedFields } from './changed-fields.ts';
import type { FieldSet } from './field-set.ts';
import {
  formatManagedFields,
  managersAfterUpdate,
  ownedBy,
  parseManagedFields,
  type FieldOwner,
} from './managed-fields.ts';
import { hasOutline, outlineOf, type Outline } from './outline.ts';

/** How a write changes the `managedFields`. */
export type ManageFields = NonNullable<WriteRequestOptions['manage']>;

/** How many outlines of new objects a writer remembers: of Events there are some about containers and some that are not. */
const rememberedOutlines = 4;

/**
 * Notes `manager` as the writer of every field that a write changes. Who writes often keeps what this returns: it
 * remembers which fields new objects had, and the Pods of one template, and most Events, have the same.
 */
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
  let creations = 0;
  let remembered: readonly { readonly outline: Outline; readonly fields: FieldSet }[] = [];

  function fieldsOfNew(object: unknown): FieldSet {
    const known = remembered.find(({ outline }) => hasOutline(object, outline));
    if (known) return known.fields;
    const fields = changedFields(type ?? '', undefined, object).written;
    creations += 1;
    // Most who write once do not write again.
    if (creations > 1) {
      remembered = [{ outline: outlineOf(object), fields }, ...remembered].slice(0, rememberedOutlines);
    }
    return fields;
  }

  return (next, old): ManagedFieldsEntry[] => {
    const time = formatTime(timers.nowMs());
    if (old === undefined) return formatManagedFields([ownedBy(owner, time, fieldsOfNew(next))]);
    const managers = parseManagedFields(old.metadata.managedFields);
    return formatManagedFields(managersAfterUpdate(type, managers, { owner, before: old, after: next, now: time }));
  };
}
