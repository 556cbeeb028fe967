import { parseQuantity, statuses, type Stored } from '@podlab/apimachinery';
import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import type { AdmissionContext } from './admission-context.ts';
import { findDefaultClass } from './default-storage-class.ts';
import { betaClassAnnotation, storageClassOf } from './storage-names.ts';

/** Puts a finalizer on a new object. @see plugin/pkg/admission/storage/storageobjectinuseprotection (v1.36) */
export function protect(draft: { metadata?: ObjectMeta }, finalizer: string): void {
  const metadata = (draft.metadata ??= {});
  if (metadata.finalizers?.includes(finalizer)) return;
  metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
}

/** Gives a claim that names no class the default one. @see plugin/pkg/admission/storage/storageclass/setdefault (v1.36) */
export function admitClaimClass(claim: PersistentVolumeClaim, { store }: AdmissionContext): void {
  const { spec, metadata } = claim;
  if (!spec || spec.storageClassName !== undefined || metadata?.annotations?.[betaClassAnnotation] !== undefined) {
    return;
  }
  const found = findDefaultClass(store.list('storageclasses') as readonly Stored<StorageClass>[]);
  if (found) spec.storageClassName = found.metadata.name;
}

/**
 * Lets a bound claim ask for more only when its class says that it may grow.
 * @throws StatusError 403
 * @see plugin/pkg/admission/storage/persistentvolume/resize (v1.36)
 */
export function admitClaimGrowth(
  claim: PersistentVolumeClaim,
  old: Stored<PersistentVolumeClaim>,
  { store }: AdmissionContext,
): void {
  const storage = ({ spec }: Pick<PersistentVolumeClaim, 'spec'>) =>
    parseQuantity(spec?.resources?.requests?.['storage'] ?? '0').nanos;
  // One that is not bound may not change at all: validation says so.
  if (storage(claim) <= storage(old) || old.status?.phase !== 'Bound') return;
  const storageClass = store.get('storageclasses', storageClassOf(old)) as Stored<StorageClass> | undefined;
  if (storageClass?.allowVolumeExpansion) return;
  throw statuses.forbidden(
    { group: '', resource: 'persistentvolumeclaims' },
    old.metadata.name,
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  );
}
