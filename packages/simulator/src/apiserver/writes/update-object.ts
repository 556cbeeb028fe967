import { statuses, type KubeObject, type Stored } from '@podlab/apimachinery';
import { admitWrite } from '../admission/admit-write.ts';
import { dropDisabled } from '../defaults/disabled-fields.ts';
import { cloneJson, copyShared, shareStructure } from '../objects/share-structure.ts';
import { isSameManagement, readManagedFields } from '../fields/managed-fields.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { validateMetadataUpdate, validateNewFinalizers } from '../validation/metadata.ts';
import {
  admissionContext,
  groupResourceOf,
  storeKey,
  type WriteContext,
  type WriteRequestOptions,
} from './write-context.ts';

export interface UpdateRequest extends WriteRequestOptions {
  readonly namespace: string | undefined;
  readonly name: string;
  /** The part that is written: everything but status, or status alone. Default: everything but status. */
  readonly subresource?: 'status';
  /** The wanted object, made from the present one. Its resourceVersion, when it has one, must be the present one's. */
  readonly change: (existing: Stored) => KubeObject;
}

/**
 * Replaces an object. What equals the present content is shared with it; a write that changes nothing returns the
 * present object. An object that waits for its last finalizer is removed by the update that empties the list.
 * @throws StatusError
 */
export function updateObject(context: WriteContext, definition: AnyResourceDefinition, request: UpdateRequest): Stored {
  const key = storeKey(definition, request.namespace, request.name);
  const existing = context.store.get(definition.plural, key);
  if (!existing) throw statuses.notFound(groupResourceOf(definition), request.name);
  const wanted = request.change(existing);
  checkIdentity(definition, wanted, existing);
  const content =
    request.subresource === 'status'
      ? nextStatus(definition, wanted, existing)
      : nextObject(context, definition, wanted, { existing, dryRun: request.dryRun });
  const next = withManagement(content, existing, { definition, request, given: wanted.metadata?.managedFields });
  if (next === existing) return existing;
  if (request.subresource !== 'status' && next !== existing) {
    const dryRun = request.dryRun ?? false;
    admitWrite(admissionContext(context), {
      definition,
      namespace: request.namespace,
      object: next,
      old: existing,
      dryRun,
    });
  }
  if (isReleased(definition, next)) {
    // Watchers see what was stored last, with its finalizer: the version without was never stored.
    if (!request.dryRun) context.store.remove(definition.plural, key);
    return next;
  }
  if (request.dryRun) return next;
  return context.store.put(definition.plural, key, next);
}

interface Management {
  readonly definition: AnyResourceDefinition;
  readonly request: UpdateRequest;
  /** As the client wants them: it may hand fields over from one manager to another. */
  readonly given: Stored['metadata']['managedFields'];
}

function withManagement(next: Stored, existing: Stored, { definition, request, given }: Management): Stored {
  const isHandedOver = given !== undefined && given.length > 0 && given !== existing.metadata.managedFields;
  const before: Stored = isHandedOver
    ? { ...existing, metadata: { ...existing.metadata, managedFields: readManagedFields(given) } }
    : existing;
  const managedFields = request.manage?.(asWritten(next, existing, definition.serverAnnotation), before);
  if (!managedFields || isSameManagement(managedFields, existing.metadata.managedFields)) return next;
  return { ...next, metadata: { ...next.metadata, managedFields } };
}

/** As the client wrote it, before the server set an annotation. */
function asWritten(next: Stored, existing: Stored, annotation: string | undefined): Stored {
  if (annotation === undefined) return next;
  const { [annotation]: before } = existing.metadata.annotations ?? {};
  if (before === undefined || next.metadata.annotations?.[annotation] === before) return next;
  return {
    ...next,
    metadata: { ...next.metadata, annotations: { ...next.metadata.annotations, [annotation]: before } },
  };
}

function checkIdentity(definition: AnyResourceDefinition, wanted: KubeObject, existing: Stored): void {
  const { resourceVersion, uid, name } = wanted.metadata ?? {};
  if (resourceVersion && resourceVersion !== existing.metadata.resourceVersion) {
    throw statuses.conflict(groupResourceOf(definition), existing.metadata.name);
  }
  if (uid && uid !== existing.metadata.uid) {
    throw statuses.conflict(
      groupResourceOf(definition),
      existing.metadata.name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${existing.metadata.uid}`,
    );
  }
  if (name && name !== existing.metadata.name) {
    throw statuses.badRequest(
      `the name of the object (${name}) does not match the name on the URL (${existing.metadata.name})`,
    );
  }
}

function nextObject(
  context: WriteContext,
  definition: AnyResourceDefinition,
  wanted: KubeObject,
  { existing, dryRun }: { readonly existing: Stored; readonly dryRun: boolean | undefined },
): Stored {
  const draft: KubeObject = {
    apiVersion: existing.apiVersion,
    kind: existing.kind,
    metadata: nextMetadata(wanted, existing),
  };
  const old: Readonly<Record<string, unknown>> = existing;
  let changed = false;
  for (const [field, value] of Object.entries(wanted)) {
    if (field in draft || value === undefined || (field === 'status' && definition.hasStatus)) continue;
    draft[field] = value === old[field] ? value : cloneJson(value);
    changed ||= value !== old[field];
  }
  if (definition.hasStatus && old.status !== undefined) draft.status = old.status;
  if (changed) {
    definition.applyDefaults(draft);
    dropDisabled(draft);
    definition.prepareUpdate(draft, existing, admissionContext(context, dryRun));
  }
  const next = shareStructure<KubeObject>(draft, existing);
  if (next === existing) return existing;
  const meta = next.metadata as Stored['metadata'];
  const faults = validateMetadataUpdate(meta, existing.metadata);
  faults.push(...validateNewFinalizers(definition.plural, meta, existing.metadata));
  if (changed) faults.push(...definition.validateUpdate(next, existing));
  if (faults.length > 0) throw statuses.invalid(definition, existing.metadata.name, faults);
  if (definition.hasGeneration && definition.isNewGeneration(next, existing)) {
    return { ...next, metadata: { ...meta, generation: (existing.metadata.generation ?? 0) + 1 } } as Stored;
  }
  return next as Stored;
}

function nextStatus(definition: AnyResourceDefinition, wanted: KubeObject, existing: Stored): Stored {
  const status = copyShared(wanted.status, existing.status);
  const annotations = wanted.metadata?.annotations;
  const metadata =
    annotations === existing.metadata.annotations
      ? existing.metadata
      : copyShared({ ...existing.metadata, annotations }, existing.metadata);
  if (status === existing.status && metadata === existing.metadata) return existing;
  const next: Stored = { ...existing, metadata, status };
  const faults = [
    ...validateMetadataUpdate(metadata, existing.metadata),
    ...definition.validateStatusUpdate(next, existing),
  ];
  if (faults.length > 0) throw statuses.invalid(definition, existing.metadata.name, faults);
  return next;
}

/** What clients may change, from `wanted`; what the system keeps, from `existing`. */
function nextMetadata(wanted: KubeObject, existing: Stored): Stored['metadata'] {
  const { labels, annotations, finalizers, ownerReferences } = wanted.metadata ?? {};
  const { labels: _l, annotations: _a, finalizers: _f, ownerReferences: _o, ...system } = existing.metadata;
  return cloneJson({
    ...system,
    labels,
    annotations,
    finalizers: finalizers?.length ? finalizers : undefined,
    ownerReferences: ownerReferences?.length ? ownerReferences : undefined,
  });
}

/** Whether nothing keeps an object any more whose deletion has been asked for. */
function isReleased(definition: AnyResourceDefinition, object: Stored): boolean {
  const { deletionTimestamp, finalizers, deletionGracePeriodSeconds } = object.metadata;
  if (deletionTimestamp === undefined || finalizers?.length || definition.isHeld?.(object)) return false;
  return (deletionGracePeriodSeconds ?? 0) === 0;
}
