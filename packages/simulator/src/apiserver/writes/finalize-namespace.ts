import { statuses, type Stored } from '@podlab/apimachinery';
import type { Namespace } from 'kubernetes-types/core/v1';
import type { WriteContext, WriteRequestOptions } from './write-context.ts';

/**
 * PUT namespaces/finalize: sets `spec.finalizers`. A namespace whose deletion was asked for goes when the list is empty.
 * @throws StatusError
 * @see pkg/registry/core/namespace/storage/storage.go (v1.36)
 */
export function finalizeNamespace(
  { store }: WriteContext,
  name: string,
  finalizers: readonly string[],
  { dryRun }: WriteRequestOptions = {},
): Stored {
  const existing = store.get('namespaces', name) as Stored<Namespace> | undefined;
  if (!existing) throw statuses.notFound({ group: '', resource: 'namespaces' }, name);
  const spec = { ...existing.spec, ...(finalizers.length > 0 ? { finalizers: [...finalizers] } : {}) };
  if (finalizers.length === 0) delete spec.finalizers;
  const next = { ...existing, spec } as unknown as Stored;
  if (dryRun) return next;
  const isReleased =
    existing.metadata.deletionTimestamp !== undefined &&
    finalizers.length === 0 &&
    !existing.metadata.finalizers?.length;
  if (isReleased) {
    store.remove('namespaces', name);
    return next;
  }
  return store.put('namespaces', name, next);
}
