import { statuses, type Stored } from '@podlab/apimachinery';
import type { Namespace } from 'kubernetes-types/core/v1';
import type { WriteContext } from './write-context.ts';

/**
 * Takes the hold off a namespace that is being deleted and has been emptied: it goes, unless finalizers in its metadata
 * keep it.
 * @throws StatusError NotFound
 * @see pkg/registry/core/namespace/storage/storage.go FinalizeREST (v1.36)
 */
export function finalizeNamespace({ store }: WriteContext, name: string): void {
  const existing = store.get('namespaces', name) as Stored<Namespace> | undefined;
  if (!existing) throw statuses.notFound({ group: '', resource: 'namespaces' }, name);
  const { finalizers: _, ...spec } = existing.spec ?? {};
  const next = { ...existing, spec } as unknown as Stored;
  if (existing.metadata.deletionTimestamp && !existing.metadata.finalizers?.length) {
    store.remove('namespaces', name, next);
  } else if (existing.spec?.finalizers?.length) {
    store.put('namespaces', name, next);
  }
}
