/** Keeps a claim while a Pod uses it. */
export const claimProtection = 'kubernetes.io/pvc-protection';
/** Keeps a volume while a claim is bound to it. */
export const volumeProtection = 'kubernetes.io/pv-protection';
/** `true` on a StorageClass: claims that name none get it. */
export const defaultClassAnnotation = 'storageclass.kubernetes.io/is-default-class';

export const betaDefaultClassAnnotation = 'storageclass.beta.kubernetes.io/is-default-class';
/** How a claim named its class before the field was there. */
export const betaClassAnnotation = 'volume.beta.kubernetes.io/storage-class';

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
