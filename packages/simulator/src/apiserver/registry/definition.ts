import type { FieldError, KubeObject, Stored } from '@podlab/apimachinery';
import type { AdmissionContext } from '../admission/admission-context.ts';

/** A verb of the API, as discovery lists it. */
export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

/** A part of a resource with a path of its own. */
export interface SubresourceDefinition {
  readonly name: string;
  readonly kind: string;
  /** Group and version of `kind`, when they are not the resource's. */
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly Verb[];
}

/**
 * One resource of the API: how it is called, and the rules of its own. Rules that hold for all resources are not here.
 * Drafts are the API server's own copies: functions that say so change them in place. Everything else is read-only.
 */
export interface ResourceDefinition<T = KubeObject> {
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
  /** Also its name in the store. */
  readonly plural: string;
  readonly kind: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly subresources: readonly SubresourceDefinition[];
  /** Whether `status` is written through its own sub-resource only. */
  readonly hasStatus: boolean;
  /** Whether `metadata.generation` counts changes of the wanted state. */
  readonly hasGeneration: boolean;
  /** What a raw DELETE without `propagationPolicy` does with dependents. */
  readonly defaultPropagation: 'Background' | 'Orphan';
  /** Whether DELETE answers with the object instead of a Status. */
  readonly returnsDeleted: boolean;
  /** Whether a new object may bring its status along, as a node does that registers itself. */
  readonly keepsStatusOnCreate?: boolean;
  /** The status that a new object has: the counts that the API never leaves out, zero. Default: no status. */
  readonly firstStatus?: Readonly<Record<string, unknown>>;
  /** An annotation that the server sets when an object changes: that makes nobody its manager. */
  readonly serverAnnotation?: string;
  /** All that can be done with it. Default: everything. */
  readonly verbs?: readonly Verb[];
  /** What every answer about a resource warns of. */
  readonly deprecation?: string;
  /** Whether the rules of its writes may be loaded later than the resource itself. */
  readonly hasLateRules?: boolean;
  /** Whether LimitRanges hold for a change too, not only for what is new. */
  readonly limitsChanges?: boolean;
  /** Whether PUT to a name that is free creates. */
  readonly createsOnUpdate?: boolean;
  /** What a client should be told about an object it wrote. @param old undefined when it is new */
  warnings?(object: Stored<T>, old: Stored<T> | undefined): readonly string[];
  /** Faults of a name; empty when it may be. */
  nameFaults(name: string): readonly string[];
  /** Fills in the draft what the client left out. Must not change what is filled in already. */
  applyDefaults(draft: T): void;
  /** Admission and what the server itself decides, before validation: changes the draft. */
  prepareCreate(draft: T, context: AdmissionContext): void;
  prepareUpdate(draft: T, old: Stored<T>, context: AdmissionContext): void;
  validateCreate(object: T): readonly FieldError[];
  validateUpdate(object: T, old: Stored<T>): readonly FieldError[];
  validateStatusUpdate(object: T, old: Stored<T>): readonly FieldError[];
  /** Whether an update is a change of the wanted state. */
  isNewGeneration(object: T, old: Stored<T>): boolean;
  /**
   * Seconds to wait between the request to delete and the removal; 0: removed at once; undefined: the resource knows no
   * graceful deletion.
   */
  gracePeriodSeconds?(object: Stored<T>, requestedSeconds: number | undefined): number;
  /** Whether something other than metadata.finalizers still keeps an object whose deletion was asked for. */
  isHeld?(object: Stored<T>): boolean;
  /** What else changes in an object when its deletion is asked for. */
  whenDeleting?(object: Stored<T>): Stored<T>;
  /** Values of the fields that a field selector may name, next to `metadata.name` and `metadata.namespace`. */
  readonly selectableFields: Readonly<Record<string, (object: Stored<T>) => string>>;
}

/** The fields that a definition must give; the others have the defaults that most resources share. */
export type ResourceInput<T> = Pick<ResourceDefinition<T>, 'version' | 'plural' | 'kind'> &
  Partial<ResourceDefinition<T>>;

/** Whether the definition and an object agree is known where `T` is named, and forgotten here. */
export type AnyResourceDefinition = ResourceDefinition;
