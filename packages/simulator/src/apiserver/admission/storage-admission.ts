import { parseQuantity, parseTime, statuses, type Stored } from '@podlab/apimachinery';
import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import type { AdmissionContext } from './admission-context.ts';

/** Keeps a claim while a Pod uses it. */
export const claimProtection = 'kubernetes.io/pvc-protection';
/** Keeps a volume while a claim is bound to it. */
export const volumeProtection = 'kubernetes.io/pv-protection';
/** `true` on a StorageClass: claims that name none get it. */
export const defaultClassAnnotation = 'storageclass.kubernetes.io/is-default-class';

const betaDefaultClassAnnotation = 'storageclass.beta.kubernetes.io/is-default-class';
/** How a claim named its class before the field was there. */
export const betaClassAnnotation = 'volume.beta.kubernetes.io/storage-class';

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

/** The default class; of several, the youngest. @see pkg/volume/util/storageclass.go `GetDefaultClass` (v1.36) */
export function findDefaultClass(classes: readonly Stored<StorageClass>[]): Stored<StorageClass> | undefined {
  const created = ({ metadata }: Stored<StorageClass>) => parseTime(metadata.creationTimestamp) ?? 0;
  return classes
    .filter(isDefaultClass)
    .toSorted((a, b) => created(b) - created(a) || (a.metadata.name < b.metadata.name ? -1 : 1))[0];
}

/** Whether claims that name no class get this one. */
export function isDefaultClass({ metadata }: Pick<StorageClass, 'metadata'>): boolean {
  const { annotations } = metadata ?? {};
  return annotations?.[defaultClassAnnotation] === 'true' || annotations?.[betaDefaultClassAnnotation] === 'true';
}

/** The class of a claim or a volume; `''` for none. @see k8s.io/component-helpers/storage/volume/helpers.go (v1.36) */
export function storageClassOf({
  metadata,
  spec,
}: {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly storageClassName?: string };
}): string {
  return metadata?.annotations?.[betaClassAnnotation] ?? spec?.storageClassName ?? '';
}
