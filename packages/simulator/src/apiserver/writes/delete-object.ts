import { formatTime, parseTime, statuses, type Stored } from '@podlab/apimachinery';
import { admitDeletion } from '../admission/namespace-lifecycle.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { finalizersFor, type PropagationPolicy } from './propagation.ts';
import { groupResourceOf, storeKey, type WriteContext, type WriteRequestOptions } from './write-context.ts';

export interface DeleteRequest extends WriteRequestOptions {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: PropagationPolicy;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

export interface DeleteResult {
  /** The object as it is after the request, or as it was last. */
  readonly object: Stored;
  /** Whether it is gone. */
  readonly removed: boolean;
}

/**
 * Deletes an object, or marks it so that others can finish: gracefully (Pods), held by finalizers, or by what a
 * Namespace has in `spec.finalizers`.
 * @throws StatusError
 * @see k8s.io/apiserver/pkg/registry/rest/delete.go and registry/generic/registry/store.go (v1.36)
 */
export function deleteObject(
  context: WriteContext,
  definition: AnyResourceDefinition,
  request: DeleteRequest,
): DeleteResult {
  admitDeletion(definition, request.name);
  const key = storeKey(definition, request.namespace, request.name);
  const existing = context.store.get(definition.plural, key);
  if (!existing) throw statuses.notFound(groupResourceOf(definition), request.name);
  checkPreconditions(definition, existing, request.preconditions);
  const nowMs = context.timers.nowMs();
  const graceful = planGrace(definition, existing, request.gracePeriodSeconds, nowMs);
  if (graceful === 'pending') return { object: existing, removed: false };

  const finalizers = finalizersFor(definition, existing.metadata.finalizers ?? [], request.propagationPolicy);
  const held = finalizers.length > 0 || (definition.isHeld?.(existing) ?? false);
  if (graceful || held || finalizers.length !== (existing.metadata.finalizers?.length ?? 0)) {
    const marked = mark(definition, existing, finalizers, graceful ?? immediate(existing, held, nowMs));
    const object = store(context, definition, key, marked, existing, request.dryRun);
    if (held || (graceful && graceful.seconds > 0)) return { object, removed: false };
    if (request.dryRun) return { object, removed: true };
  }
  if (request.dryRun) return { object: existing, removed: true };
  return { object: context.store.remove(definition.plural, key) ?? existing, removed: true };
}

interface Grace {
  readonly seconds: number;
  readonly deletionTimestamp: string;
}

function checkPreconditions(
  definition: AnyResourceDefinition,
  { metadata }: Stored,
  preconditions: DeleteRequest['preconditions'],
): void {
  const resource = { group: definition.group, resource: definition.kind };
  const { uid, resourceVersion } = preconditions ?? {};
  if (uid !== undefined && uid !== metadata.uid) {
    throw statuses.conflict(
      resource,
      metadata.name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw statuses.conflict(
      resource,
      metadata.name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}

/** @returns undefined: not graceful; `pending`: graceful deletion is under way and nothing is to be done */
function planGrace(
  definition: AnyResourceDefinition,
  object: Stored,
  requestedSeconds: number | undefined,
  nowMs: number,
): Grace | 'pending' | undefined {
  if (!definition.gracePeriodSeconds) return undefined;
  const requested = requestedSeconds !== undefined && requestedSeconds < 0 ? 1 : requestedSeconds;
  const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
  if (deletionTimestamp === undefined) {
    const seconds = definition.gracePeriodSeconds(object, requested);
    return { seconds, deletionTimestamp: formatTime(nowMs + seconds * 1000) };
  }
  if (!deletionGracePeriodSeconds) return undefined;
  if (requested === undefined || requested >= deletionGracePeriodSeconds) return 'pending';
  const dueMs = (parseTime(deletionTimestamp) ?? nowMs) - (deletionGracePeriodSeconds - requested) * 1000;
  if (dueMs >= nowMs) return { seconds: requested, deletionTimestamp: formatTime(dueMs) };
  // The whole grace is over already: whoever acts on it still gets the shortest one, unless none was asked for.
  return { seconds: requested === 0 ? 0 : 1, deletionTimestamp: formatTime(nowMs) };
}

/** The mark of objects that know no grace. */
function immediate({ metadata }: Stored, held: boolean, nowMs: number): Grace | undefined {
  if (!held) return undefined;
  const { deletionTimestamp } = metadata;
  const keeps = deletionTimestamp !== undefined && (parseTime(deletionTimestamp) ?? nowMs) <= nowMs;
  return { seconds: 0, deletionTimestamp: keeps ? deletionTimestamp : formatTime(nowMs) };
}

function mark(
  definition: AnyResourceDefinition,
  object: Stored,
  finalizers: readonly string[],
  grace: Grace | undefined,
): Stored {
  const { finalizers: _finalizers, ...metadata } = object.metadata;
  if (finalizers.length > 0) Object.assign(metadata, { finalizers });
  if (!grace) return { ...object, metadata };
  const isFirst = object.metadata.deletionTimestamp === undefined;
  metadata.deletionTimestamp = grace.deletionTimestamp;
  if (!definition.isHeld) metadata.deletionGracePeriodSeconds = grace.seconds;
  if (isFirst && metadata.generation) metadata.generation += 1;
  const marked = { ...object, metadata };
  return definition.whenDeleting?.(marked) ?? marked;
}

function store(
  context: WriteContext,
  definition: AnyResourceDefinition,
  key: string,
  marked: Stored,
  existing: Stored,
  dryRun: boolean | undefined,
): Stored {
  const { metadata: now } = marked;
  const { metadata: before } = existing;
  const isSame =
    now.deletionTimestamp === before.deletionTimestamp &&
    now.deletionGracePeriodSeconds === before.deletionGracePeriodSeconds &&
    String(now.finalizers) === String(before.finalizers);
  if (isSame || dryRun) return isSame ? existing : marked;
  return context.store.put(definition.plural, key, marked);
}
