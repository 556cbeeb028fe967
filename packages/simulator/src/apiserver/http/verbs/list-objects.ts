import { StatusError, statuses, type Stored } from '@podlab/apimachinery';
import { allRequests } from '#parts';
import type { Store } from '../../../store/store.ts';
import type { AnyResourceDefinition } from '../../registry/definition.ts';
import type { Selection } from '../selection.ts';
import { formatToken } from './continue-token.ts';

export interface ListPage {
  readonly items: readonly Stored[];
  /** As clients send it back to watch from here. */
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

const expiredText =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter.';

/**
 * A list, or a page of one. Pages of one list show it as it was at the first.
 * @throws StatusError 410 when the continued list is too old, 400 for a damaged token
 */
export function listObjects(
  store: Store,
  definition: AnyResourceDefinition,
  namespace: string | undefined,
  selection: Selection,
  query: URLSearchParams,
): ListPage {
  const limit = Number(query.get('limit') ?? 0);
  const token = query.get('continue');
  checkVersion(store, query.get('resourceVersion'), token);
  const from = token ? allRequests.code.parseToken(token) : undefined;
  const exact = from?.revision ?? exactRevision(query, limit);
  const revision = exact ?? store.revision;
  const candidates =
    exact === undefined
      ? quickCandidates(store, definition, namespace, selection)
      : store.listAt(definition.plural, exact, namespace);
  if (!candidates) throw statuses.expired(from ? expiredText : 'The resourceVersion for the provided list is too old.');
  const matching = candidates.filter(
    (object) => (!from || keyIn(object) > from.after) && (selection.isAll || selection.matches(object)),
  );
  const items = limit > 0 ? matching.slice(0, limit) : matching;
  const last = items.at(-1);
  if (!last || items.length === matching.length) return { items, resourceVersion: String(revision) };
  return {
    items,
    resourceVersion: String(revision),
    continue: formatToken({ revision, after: keyIn(last) }),
    ...(selection.isAll ? { remainingItemCount: matching.length - items.length } : {}),
  };
}

/** The revision that a list has to be of: that of the client, when it says so or asks for a page of it. */
function exactRevision(query: URLSearchParams, limit: number): number | undefined {
  const version = Number(query.get('resourceVersion') ?? 0);
  const match = query.get('resourceVersionMatch');
  const isExact = match === 'Exact' || (!match && limit > 0);
  return isExact && version > 0 ? version : undefined;
}

/** Fewer objects to look at than all of them, where a field selector allows. */
function quickCandidates(
  store: Store,
  definition: AnyResourceDefinition,
  namespace: string | undefined,
  { name, nodeName }: Selection,
): readonly Stored[] {
  if (name !== undefined && (namespace !== undefined || !definition.namespaced)) {
    const found = store.get(definition.plural, namespace === undefined ? name : `${namespace}/${name}`);
    return found ? [found] : [];
  }
  if (nodeName && definition.plural === 'pods') {
    const pods = store.byIndex('pods', 'node', nodeName);
    const inNamespace = namespace === undefined ? pods : pods.filter((pod) => pod.metadata.namespace === namespace);
    return inNamespace.toSorted((a, b) => (keyIn(a) < keyIn(b) ? -1 : 1));
  }
  return store.list(definition.plural, namespace);
}

function checkVersion(store: Store, resourceVersion: string | null, token: string | null): void {
  if (!resourceVersion) return;
  if (token && resourceVersion !== '0') {
    throw statuses.badRequest('specifying resource version is not allowed when using continue');
  }
  if (Number(resourceVersion) > store.revision) throw tooLargeVersion(resourceVersion, store.revision);
}

/** @see k8s.io/apiserver/pkg/storage/errors.go `NewTooLargeResourceVersionError` (v1.36) */
export function tooLargeVersion(wanted: string, current: number) {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  const message = `Timeout: Too large resource version: ${wanted}, current: ${current}`;
  return new StatusError({ message, reason: 'Timeout', details: { causes, retryAfterSeconds: 1 }, code: 504 });
}

function keyIn({ metadata }: Stored): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}
