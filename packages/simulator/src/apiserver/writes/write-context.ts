import { newUid, type GroupResource, type Random, type Stored, type Timers } from '@podlab/apimachinery';
import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1';
import type { Store } from '../../store/store.ts';
import type { AdmissionContext } from '../admission/admission-context.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';

/** What all writes need. */
export interface WriteContext {
  readonly store: Store;
  readonly timers: Timers;
  readonly names: Random;
  readonly uids: Random;
}

/** Options that every write has. */
export interface WriteRequestOptions {
  /** Go through everything, store nothing. */
  readonly dryRun?: boolean;
  /**
   * The `managedFields` of the object after the write; undefined leaves them as they are. Default: they stay.
   * @param old undefined when the write creates
   */
  readonly manage?: (next: Stored, old: Stored | undefined) => ManagedFieldsEntry[] | undefined;
}

export function admissionContext(context: WriteContext, dryRun = false): AdmissionContext {
  return { store: context.store, nowMs: context.timers.nowMs(), random: context.names, dryRun };
}

/** The key of an object in the store. */
export function storeKey(definition: AnyResourceDefinition, namespace: string | undefined, name: string): string {
  return definition.namespaced ? `${namespace ?? ''}/${name}` : name;
}

export function groupResourceOf(definition: AnyResourceDefinition): GroupResource {
  return { group: definition.group, resource: definition.plural };
}

export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}

export function drawUid(context: WriteContext): string {
  return newUid(context.uids);
}
