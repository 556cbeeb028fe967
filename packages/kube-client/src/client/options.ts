import type { CallOptions } from './requester.ts';

/** One object. The namespace is left out for cluster-scoped resources. */
export interface ObjectRef {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** A collection. Without a namespace: all namespaces. */
export interface CollectionRef {
  readonly namespace?: string | undefined;
}

export interface ExecTarget extends ObjectRef {
  /** Default: the Pod's first container. */
  readonly container?: string | undefined;
}

export interface SubresourceOptions extends CallOptions {
  /** Such as `status`. */
  readonly subresource?: string | undefined;
}

export interface ListOptions extends CallOptions {
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Objects in one page. */
  readonly limit?: number;
}

export interface WatchOptions extends CallOptions {
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Changes after this version; left out: everything there is comes first, as ADDED. */
  readonly resourceVersion?: string | undefined;
  readonly allowWatchBookmarks?: boolean;
  /** The server ends the watch after it. */
  readonly timeoutSeconds?: number;
}

export interface WriteOptions extends CallOptions {
  /** Checks and answers, and keeps nothing. */
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly fieldValidation?: 'Ignore' | 'Strict' | 'Warn';
}

export interface DeleteOptions extends CallOptions {
  readonly dryRun?: boolean;
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' | undefined;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

export interface LogOptions extends CallOptions {
  /** May be left out when the Pod has one container. */
  readonly container?: string | undefined;
  readonly follow?: boolean | undefined;
  readonly previous?: boolean | undefined;
  readonly timestamps?: boolean | undefined;
  readonly tailLines?: number | undefined;
  readonly limitBytes?: number | undefined;
  readonly sinceSeconds?: number | undefined;
  /** RFC 3339. */
  readonly sinceTime?: string | undefined;
}

/** A patch and how it is meant. */
export interface Patch {
  readonly type: keyof typeof patchContentTypes;
  /** JSON; a text is sent as it is. */
  readonly body: unknown;
}

/** The kinds of patch, by content type. */
export const patchContentTypes = {
  apply: 'application/apply-patch+yaml',
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

/** A whole list, all pages of it. */
export interface ObjectList<T> {
  readonly items: T[];
  /** Of the collection: watch from here to miss nothing. */
  readonly resourceVersion: string;
}

/** `/version`. */
export interface VersionInfo {
  readonly major: string;
  readonly minor: string;
  readonly gitVersion: string;
  readonly [field: string]: unknown;
}
