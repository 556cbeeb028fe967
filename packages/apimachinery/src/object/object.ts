import type { ObjectMeta } from 'kubernetes-types/meta/v1';

/** Any API object, as a client sends it: the API server fills in what is missing. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
  [field: string]: unknown;
}

/** What every object that came out of an API server carries. */
export interface StoredMeta extends ObjectMeta {
  name: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
}

/**
 * A `kubernetes-types` object that came out of an API server: its identity is there.
 * Objects read from a store, an informer or a client are shared and frozen in development: copy before changing.
 */
export type Stored<T = KubeObject> = Omit<T, 'apiVersion' | 'kind' | 'metadata'> & {
  apiVersion: string;
  kind: string;
  metadata: StoredMeta;
};

/** Names a resource in the API: `{ group: 'apps', version: 'v1', resource: 'deployments' }`; the core group is `''`. */
export interface GroupVersionResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

/** `namespace/name`, or `name` for cluster-scoped objects: the key of work queues and informers. */
export function keyOf(object: { metadata?: { namespace?: string; name?: string } }): string {
  const { namespace, name } = object.metadata ?? {};
  return namespace ? `${namespace}/${name ?? ''}` : (name ?? '');
}

/** The inverse of `keyOf`. */
export function splitKey(key: string): { namespace: string | undefined; name: string } {
  const slash = key.indexOf('/');
  return slash < 0
    ? { namespace: undefined, name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
